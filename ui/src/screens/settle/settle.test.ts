import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const call = vi.hoisted(() => vi.fn())
vi.mock('../../ipc/call', () => ({ call, nothing: {}, refusal: (thrown: unknown) => thrown }))

import type { Form, HeadView, Heads } from '../../ipc/generated'
import { router } from '../../state/router.svelte'
import Settle from './Settle.svelte'

const line = { hint: '', input: { kind: 'line' as const }, required: false, when: null, voice: false, confidential: false, width: 12 }
const form: Form = {
  title: 'Treatment plan',
  sections: [
    {
      title: 'Strengths',
      hint: '',
      fields: [
        { ...line, name: 'strengths', label: 'Strengths' },
        { ...line, name: 'review', label: 'Next review' },
      ],
    },
  ],
}
const head = (version: string, mine: boolean, body: object): HeadView =>
  ({ version, mine, body, author: 'Pat Sample, LPC', at: '2026-04-07T18:20:00', withdrawn: false, reason: '' }) as HeadView
const before = { strengths: 'Sings', review: 'May 4' }
const heads: Heads = {
  document: 'd1',
  kind: 'treatment_plan',
  title: 'Treatment plan',
  before,
  heads: [
    head('east', true, { strengths: 'Sings in a choir', review: 'May 4' }),
    head('west', false, { strengths: 'Sings, walks', review: 'May 11' }),
  ],
}
const answers: Record<string, unknown> = { heads, form, start_draft: { document: 'd1' } }
let draft: unknown = null

beforeEach(() => {
  draft = null
  call.mockReset().mockImplementation((command: string) => {
    if (command === 'draft') return draft ? Promise.resolve(draft) : Promise.reject(new Error('none'))
    return Promise.resolve(answers[command] ?? [])
  })
})
afterEach(cleanup)

it('what both sites changed is chosen by a person, what one changed is proposed, and the draft follows both', async () => {
  render(Settle, { props: { document: 'd1' } })
  await waitFor(() => screen.getByText('1 answer is still open.'))
  screen.getByText('Sings in a choir')
  screen.getByText('Sings, walks')
  const on = screen.getByRole('button', { name: 'Go on with these' })
  await fireEvent.click(on)
  expect(call).not.toHaveBeenCalledWith('start_draft', expect.anything())
  await fireEvent.click(screen.getAllByRole('radio', { name: /Theirs/ })[0]!)
  await fireEvent.click(on)
  await waitFor(() =>
    expect(call).toHaveBeenCalledWith('start_draft', {
      kind: 'treatment_plan',
      client: null,
      document: 'd1',
      body: { strengths: 'Sings, walks', review: 'May 11' },
    }),
  )
  await waitFor(() => expect(router.place).toMatchObject({ screen: 'document', document: 'd1', draft: true }))
})

it('a draft that began before a version came in stands beside that version', async () => {
  answers.heads = { ...heads, heads: [heads.heads[1]!] }
  draft = {
    document: 'd1',
    kind: 'treatment_plan',
    client_id: 'c1',
    body: { strengths: 'Typed tonight', review: 'May 4' },
    saved_at: '2026-04-08T21:04:00',
  }
  render(Settle, { props: { document: 'd1' } })
  await waitFor(() => screen.getByText('Typed tonight'))
  expect(screen.getAllByText('My draft').length).toBeGreaterThan(0)
  screen.getByText('2 answers are still open.')
  answers.heads = heads
})
