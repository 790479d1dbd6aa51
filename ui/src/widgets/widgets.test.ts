import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const call = vi.hoisted(() => vi.fn())
vi.mock('../ipc/call', () => ({ call, nothing: {}, refusal: (thrown: unknown) => thrown }))

import { widget } from '../../dev/mock/widgets'
import { FormContext } from '../form/context.svelte'
import type { Body } from '../form/body'
import Written from '../form/Written.test.svelte'
import type { Evidence, ContactLine, Field, Form, Instrument, Kind, RosterLine } from '../ipc/generated'
import { session } from '../state/session.svelte'
import { undo } from '../state/undo.svelte'

const field = (name: string, label: string, input: Field['input']): Field => ({
  name,
  label,
  hint: '',
  input,
  required: false,
  when: null,
  voice: false,
  confidential: false,
  width: 12,
})
const beside: Evidence = { last: null, since: [], objectives: [], needs: [], contacts: [], alerts: [], measures: [], roster: [] }
let body: Body

function open(kind: Kind, fields: Field[], start: Body, known: Partial<Evidence> = {}) {
  const form: Form = { title: 'Under test', sections: [{ title: 'Part', hint: '', fields }] }
  const context = new FormContext(form, kind, null, '2026-04-09')
  context.evidence = { ...beside, ...known }
  render(Written, { props: { form, context, start, onbody: (now: Body) => (body = now) } })
  return context
}
const key = (name: string) => fireEvent.keyDown(document.activeElement!, { key: name })

beforeEach(() => {
  call.mockReset().mockResolvedValue([])
  session.namesHidden = false
  undo.forget()
})
afterEach(cleanup)

it('switching the note format keeps every word', async () => {
  const formats = ['soap', 'dap', 'birp', 'girp'].map((value) => ({ value, label: value.toUpperCase() }))
  open(
    'individual_note',
    [field('format', 'Format', { kind: 'oneOf', options: formats }), field('sections', 'Note', widget('note_sections'))],
    {
      format: 'dap',
      sections: { data: 'Reports 6 drinks.', plan: 'Call her sister.' },
    },
  )
  await fireEvent.click(screen.getByRole('radio', { name: 'SOAP' }))
  expect(screen.getByLabelText('Plan')).toHaveProperty('value', 'Call her sister.')
  screen.getByRole('heading', { name: 'Kept from Data' })
  expect(body.sections).toEqual({ data: 'Reports 6 drinks.', plan: 'Call her sister.' })
  await fireEvent.click(screen.getByRole('button', { name: 'Move to Subjective' }))
  expect(body.sections).toEqual({ subjective: 'Reports 6 drinks.', plan: 'Call her sister.' })
  expect(screen.queryByRole('heading', { name: 'Kept from Data' })).toBeNull()
})

const line = (client: string, name: string): RosterLine => ({
  client: { client, name, initials: 'X. X.', record_number: client },
  objectives: [
    {
      id: `${client}-o2`,
      number: 2,
      text: 'Attend 3 meetings',
      measure: '',
      baseline: '',
      now: '',
      target: '',
      target_date: null,
      progress: '',
    },
  ],
  last_note: 'Practiced a boundary.',
  last_on: '2026-04-07',
  mood: 5,
  craving: 2,
})
const group = () =>
  open(
    'group_session',
    [field('start', 'From', { kind: 'time' }), field('people', 'People', widget('group_people'))],
    {
      start: '19:30',
      end: '21:00',
      people: [],
    },
    { roster: [line('c1', 'Mari Testcase-Example'), line('c2', 'Jordan Mockup')] },
  )

it('a person of the group takes five keys beside the text', async () => {
  group()
  await fireEvent.click(screen.getByRole('button', { name: 'Everyone present' }))
  await waitFor(() => expect(document.activeElement?.closest('[data-column=part]')).toBeTruthy())
  for (const pressed of ['3', '2', '+']) await key(pressed)
  expect(document.activeElement).toBe(screen.getByLabelText('What Mari Testcase-Example said or did'))
  await fireEvent.input(document.activeElement!, { target: { value: 'Named the bus route.' } })
  await key('Enter')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('What Jordan Mockup said or did')))
  expect(body.people).toMatchObject([
    {
      client: 'c1',
      attendance: 'present',
      start: '19:30',
      end: '21:00',
      participation: 3,
      objective: 'c1-o2',
      progress: 'better',
      response: 'Named the bus route.',
    },
    { client: 'c2', attendance: 'present', start: '19:30', end: '21:00' },
  ])
  expect(screen.getByText('Ready')).toBeTruthy()
})

it('a word that is not a name there is settled by one press, and the reason is kept beside the text', async () => {
  const context = group()
  await fireEvent.click(screen.getByRole('button', { name: 'Everyone present' }))
  context.findings = [{ field: 'people.0.response', message: 'This note names another client.', weight: 'hold', word: 'Power' }]
  await fireEvent.click(await screen.findByRole('button', { name: '“Power”: not a name here' }))
  expect(body.people).toMatchObject([{ client: 'c1', not_names: [{ word: 'Power', reason: 'Not a name here' }] }, { client: 'c2' }])
})

it('in the shared part the same press is kept with the session', async () => {
  const context = open('group_session', [field('summary', 'What the group did', { kind: 'paragraph' })], { summary: 'Read about Power.' })
  context.findings = [{ field: 'summary', message: 'This note names another client.', weight: 'hold', word: 'Power' }]
  context.touched.add('summary')
  await fireEvent.click(await screen.findByRole('button', { name: '“Power”: someone else of that name' }))
  expect(body.not_names).toEqual([{ word: 'Power', reason: 'Someone else of that name' }])
})

it('with names hidden the group shows initials, and neither mood nor craving', async () => {
  session.namesHidden = true
  group()
  await fireEvent.click(screen.getByRole('button', { name: 'Everyone present' }))
  await waitFor(() => expect(document.querySelector('.more')).toBeTruthy())
  expect(document.body.textContent).not.toMatch(/Mari|Jordan|Mood|Craving/)
})

it('answers are given by digits, and question 9 speaks before there is a total', async () => {
  const phq = {
    id: 'phq9',
    short: 'PHQ-9',
    stem: { en: 'How often?' },
    responses: [0, 1, 2, 3].map((value) => ({ value, text: { en: `answer ${value}` } })),
    items: Array.from({ length: 9 }, (_, i) => ({ text: { en: `Question text ${i + 1}` }, loinc: '' })),
    extra: [],
    bands: [{ from: 0, to: 27, label: 'Mild' }],
    flags: [{ item: 9, at_least: 1, action: 'Ask about safety now.' }],
    attribution: '',
  } as unknown as Instrument
  call.mockImplementation((command: string, { answers }: { answers?: (number | null)[] }) =>
    Promise.resolve(command === 'questionnaire_score' ? { total: null, band: '', flagged: answers?.[8] ? [9] : [] } : [phq]),
  )
  open('screening', [field('answers', 'Answers', widget('questionnaire'))], {
    instrument: 'phq9',
    language: 'es',
    answers: [],
    extra: [],
  })
  await waitFor(() => screen.getByText('Question text 1'))
  screen.getByText('There is no checked wording in this language.')
  screen.getByRole('radiogroup', { name: 'Question text 8' }).querySelector<HTMLElement>('[tabindex="0"]')!.focus()
  await key('2')
  await waitFor(() =>
    expect(document.activeElement?.closest('[role=radiogroup]')).toBe(screen.getByRole('radiogroup', { name: 'Question text 9' })),
  )
  await key('1')
  await waitFor(() => screen.getByText('Question 9 was 1.'))
  screen.getByText('2 of 9 answered.')
  screen.getByText(/no total while an answer is missing/)
  expect(body.answers).toEqual([null, null, null, null, null, null, null, 2, 1])
})

it('the room keeps what each release covers, and says when nothing may be said', async () => {
  const covers = [
    { value: 'attendance', label: 'Attendance' },
    { value: 'progress', label: 'Progress' },
  ]
  call.mockResolvedValue({
    title: 'Release',
    sections: [{ title: '', hint: '', fields: [field('covers', 'Covers', { kind: 'manyOf', options: covers })] }],
  })
  const contact = (document: string, name: string, released: boolean): ContactLine => ({
    document,
    name,
    relationship: 'Sister',
    role: '',
    organization: '',
    phone: '',
    emergency: false,
    release: released
      ? {
          document: 'r1',
          contact: document,
          recipient: name,
          purpose: '',
          covers: ['attendance'],
          state: 'active',
          until: '2026-12-31',
          reason: '',
        }
      : null,
  })
  open(
    'family_session',
    [field('client_present', 'Client is present', { kind: 'yesNo' }), field('people', 'People', widget('family_room'))],
    { client_present: true, people: [] },
    {
      contacts: [contact('a', 'Alex Testcase', true), contact('b', 'Rosa Placeholder', false)],
    },
  )
  await fireEvent.click(screen.getByRole('button', { name: 'Alex Testcase, sister' }))
  await fireEvent.click(screen.getByRole('button', { name: 'Rosa Placeholder, sister' }))
  expect(body.people).toMatchObject([
    { contact: 'a', release: 'r1', may_say: ['attendance'] },
    { contact: 'b', release: '', may_say: [] },
  ])
  screen.getByText('May say')
  screen.getByText('Say nothing to Rosa Placeholder,')
  await fireEvent.click(screen.getAllByRole('checkbox', { name: 'Client agrees for today' })[1]!)
  expect(screen.queryByText('Say nothing to Rosa Placeholder,')).toBeNull()
})
