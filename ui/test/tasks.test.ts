import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import axe from 'axe-core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { tasks } from '../dev/mock/people'
import App from '../src/App.svelte'
import type { StartDraft } from '../src/ipc/generated'
import { palette } from '../src/state/palette.svelte'
import { router, type Place } from '../src/state/router.svelte'
import { session } from '../src/state/session.svelte'
import { undo } from '../src/state/undo.svelte'
import { settle, stand } from './gallery'

const PATIENT = { timeout: 10_000 }
async function at(place: Place, own: Parameters<typeof stand>[0] = {}) {
  const asked = stand(own)
  render(App)
  await vi.waitFor(() => expect(document.body.textContent).toContain('Here today'), PATIENT)
  await router.go(place)
  await screen.findByRole('heading', { level: 1, name: place.screen === 'todo' ? 'To do' : /./ }, PATIENT)
  await settle(60)
  return asked
}
const sent = (asked: { name: string; input: unknown }[], name: string) =>
  asked.filter((each) => each.name === name).map((each) => each.input)
const list = async (name: string) => within(await screen.findByRole('table', { name }, PATIENT))
const task = async (what: string) => screen.findByRole('button', { name: what }, PATIENT)

beforeEach(() => {
  router.reset()
  session.status = null
  session.namesHidden = false
  palette.shown = false
  undo.forget()
})
afterEach(cleanup)

it('To do shows what I owe with who gave it, and what others owe me with who does it', async () => {
  await at({ screen: 'todo' })
  const mine = await list('Your tasks')
  expect(mine.getByText('Call her sister about Saturday')).toBeTruthy()
  expect(mine.getByText('1 day late')).toBeTruthy()
  expect(mine.getByText('Robin Placeholder, LAC')).toBeTruthy()
  expect(mine.queryByText('Ride to the clinic on Friday')).toBeNull()
  const given = await list('Tasks you gave')
  expect(given.getByText('Drew Peer, CPSS')).toBeTruthy()
  // It stands once: not among what is due beside it, too.
  expect(screen.getAllByText('Call her sister about Saturday')).toHaveLength(1)
  const found = await axe.run(document.querySelector('main')!, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  expect(found.violations.map((each) => each.id)).toEqual([])
})

it('D and Enter say that a task is done; what came of it can be said better, and it can be taken back', async () => {
  let open = tasks
  const asked = await at(
    { screen: 'todo' },
    {
      tasks: () => open,
      record_document: ({ document }) => {
        open = tasks.filter((each) => each.document !== document)
        return { document }
      },
    },
  )
  const row = await task('Call her sister about Saturday')
  row.focus()
  await fireEvent.keyDown(row, { key: 'd' })
  const field = (await screen.findByLabelText('What came of it')) as HTMLInputElement
  await vi.waitFor(() => expect(document.activeElement).toBe(field))
  expect(field.value).toBe('Done.')
  await fireEvent.input(field, { target: { value: 'She comes on Saturday.' } })
  await fireEvent.submit(field.form!)
  await vi.waitFor(() => expect(sent(asked, 'record_document')).toEqual([{ document: 'd-task1', rev: 0, duplicate_reason: '' }]))
  expect(sent(asked, 'start_draft')).toEqual([
    {
      kind: 'task',
      client: 'pt1',
      document: 'd-task1',
      body: { ended: 'done', ended_on: session.today, outcome: 'She comes on Saturday.' },
    } satisfies StartDraft,
  ])
  await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'Call her sister about Saturday' })).toBeNull())
  await undo.take()
  expect(sent(asked, 'start_draft').at(-1)).toMatchObject({ document: 'd-task1', body: { ended: '', ended_on: '', outcome: '' } })
  expect(sent(asked, 'record_document')).toHaveLength(2)
})

it('an empty outcome records nothing, and Esc leaves the row as it was', async () => {
  const asked = await at({ screen: 'todo' })
  const row = await task('Call her sister about Saturday')
  row.focus()
  await fireEvent.keyDown(row, { key: 'd' })
  const field = (await screen.findByLabelText('What came of it')) as HTMLInputElement
  await fireEvent.input(field, { target: { value: ' ' } })
  await fireEvent.submit(field.form!)
  await screen.findByText('Say what came of it.')
  await fireEvent.keyDown(field, { key: 'Escape' })
  await vi.waitFor(() => expect(screen.queryByLabelText('What came of it')).toBeNull())
  expect(router.place.screen).toBe('todo')
  expect(document.activeElement).toBe(await task('Call her sister about Saturday'))
  expect(sent(asked, 'start_draft')).toEqual([])
})

it('what I began to change in a task is opened, and recorded by nobody over my head', async () => {
  const asked = await at(
    { screen: 'todo' },
    { start_draft: (input) => ({ ...input, document: 'd-task1', rev: 3, body: { what: 'Call her sister', ended: '', outcome: '' } }) },
  )
  const row = await task('Call her sister about Saturday')
  row.focus()
  await fireEvent.keyDown(row, { key: 'd' })
  await fireEvent.submit(((await screen.findByLabelText('What came of it')) as HTMLInputElement).form!)
  await vi.waitFor(() => expect(router.place).toMatchObject({ screen: 'document', document: 'd-task1', draft: true }))
  expect(sent(asked, 'record_document')).toEqual([])
})

it('of a chart that is closed to me it says only that there is a task', async () => {
  await at({ screen: 'todo' }, { tasks: () => [{ ...tasks[0]!, what: '', client: tasks[0]!.client }] })
  const row = await task('A task in a chart that is closed to you')
  row.focus()
  await fireEvent.keyDown(row, { key: 'd' })
  await settle()
  expect(screen.queryByLabelText('What came of it')).toBeNull()
})

it('hides with the names', async () => {
  await at({ screen: 'todo' })
  await task('Call her sister about Saturday')
  await fireEvent.keyDown(document.body, { key: 'F9' })
  await vi.waitFor(() => expect(document.body.textContent).not.toContain('sister'))
})

it('is begun in a chart, and from To do by the name of the person', async () => {
  const asked = await at({ screen: 'chart', client: 'pt1' })
  await fireEvent.click(await screen.findByRole('button', { name: 'New task' }, PATIENT))
  await vi.waitFor(() => expect(sent(asked, 'start_draft')).toMatchObject([{ kind: 'task', client: 'pt1', document: null }]))
  await router.go({ screen: 'todo' })
  await fireEvent.click(await screen.findByRole('button', { name: 'New task' }, PATIENT))
  const box = await screen.findByRole('combobox', { name: 'New task: whose' }, PATIENT)
  await vi.waitFor(() => expect(document.querySelector('[role=option]')).not.toBeNull())
  await settle()
  await fireEvent.keyDown(box, { key: 'Enter' })
  await vi.waitFor(() => expect(sent(asked, 'start_draft')).toHaveLength(2))
  expect(sent(asked, 'start_draft')[1]).toMatchObject({ kind: 'task', document: null })
})
