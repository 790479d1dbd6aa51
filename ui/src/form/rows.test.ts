import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const call = vi.hoisted(() => vi.fn())
vi.mock('../ipc/call', () => ({ call, nothing: {}, refusal: (thrown: unknown) => thrown }))

import type { Field, Finding, Form, Input } from '../ipc/generated'
import { undo } from '../state/undo.svelte'
import { FormContext } from './context.svelte'
import type { Body } from './body'
import Written from './Written.test.svelte'

const field = (name: string, label: string, input: Input, more: Partial<Field> = {}): Field => ({
  name,
  label,
  hint: '',
  input,
  required: false,
  when: null,
  voice: false,
  confidential: false,
  width: 12,
  ...more,
})
const line = (name: string, label: string): Field => field(name, label, { kind: 'line' })
const interventions = field('interventions', 'Interventions', { kind: 'rows', add: 'Add an intervention', fields: [line('what', 'What')] })
const plan: Form = {
  title: 'Treatment plan',
  sections: [
    {
      title: 'Plan',
      hint: '',
      fields: [
        field('held', 'Was it held', { kind: 'yesNo' }),
        field('why_not', 'Why not', { kind: 'line' }, { when: { field: 'held', is: ['false'] } }),
        field('on', 'Day', { kind: 'date' }),
        field('strengths', 'Strengths', { kind: 'lines', add: 'Add a strength' }),
        field('objectives', 'Objectives', { kind: 'rows', add: 'Add an objective', fields: [line('text', 'Objective'), interventions] }),
      ],
    },
  ],
}

const blank = (): Body => ({ held: null, why_not: '', on: '', strengths: [], objectives: [] })
let body: Body

function open(start: Body = blank(), findings: Finding[] = []) {
  const context = new FormContext(plan, 'treatment_plan', null, '2026-04-09')
  context.findings = findings
  render(Written, { props: { form: plan, context, start, onbody: (now: Body) => (body = now) } })
  return context
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const type = async (name: string, text: string) => {
  await fireEvent.input(screen.getByLabelText(name), { target: { value: text } })
}
const rows = (): Body[] => body.objectives as Body[]

beforeEach(() => {
  call.mockReset().mockResolvedValue([])
  undo.forget()
})
afterEach(cleanup)

it('a new row has every field and its own id', async () => {
  open()
  await press('Add an objective')
  await press('Add an objective')
  expect(rows()).toHaveLength(2)
  expect(rows()[0]).toMatchObject({ text: '', interventions: [] })
  expect(rows()[0]?.id).toMatch(/^[0-9a-f-]{36}$/)
  expect(rows()[0]?.id).not.toBe(rows()[1]?.id)
})

it('a removed row comes back with all its text, where it was', async () => {
  open({
    ...blank(),
    objectives: [
      { id: 'a', text: 'First', interventions: [{ id: 'i', what: 'CBT' }] },
      { id: 'b', text: 'Second', interventions: [] },
    ],
  })
  await press(/^1 ?First/)
  await press('Remove Objective 1')
  expect(rows().map((it) => it.id)).toEqual(['b'])
  expect(undo.offer?.said).toBe('Objective 1 removed.')
  await undo.take()
  expect(rows()).toMatchObject([{ id: 'a', text: 'First', interventions: [{ what: 'CBT' }] }, { id: 'b' }])
})

it('rows move with Alt Shift and the arrows, and keep what was typed', async () => {
  open({
    ...blank(),
    objectives: [
      { id: 'a', text: 'First', interventions: [] },
      { id: 'b', text: 'Second', interventions: [] },
    ],
  })
  await fireEvent.keyDown(screen.getByRole('button', { name: /Second/ }), { key: 'ArrowUp', altKey: true, shiftKey: true })
  expect(rows().map((it) => it.id)).toEqual(['b', 'a'])
})

it('a complete row folds to its summary, a row with something to settle stays open', () => {
  const objectives = [
    { id: 'a', text: 'Complete', interventions: [] },
    { id: 'b', text: 'Open', interventions: [] },
  ]
  open({ ...blank(), objectives }, [{ field: 'objectives.1.text', message: 'How will you both know?', weight: 'hold' }])
  expect(screen.getByRole('button', { name: /Complete/ }).getAttribute('aria-expanded')).toBe('false')
  expect(screen.getByLabelText('Objective')).toHaveProperty('value', 'Open')
})

it('a question shows only while its condition holds', async () => {
  open()
  expect(screen.queryByLabelText('Why not')).toBeNull()
  await fireEvent.click(screen.getByRole('radio', { name: 'No' }))
  expect(body.held).toBe(false)
  expect(screen.getByLabelText('Why not')).toBeTruthy()
})

it('an answer of yes or no can be taken back to not asked', async () => {
  open({ ...blank(), held: true })
  await fireEvent.click(screen.getByRole('radio', { name: 'Yes' }))
  expect(body.held).toBeNull()
})

it('a day is stored as a date and read back in words', async () => {
  open()
  const day = screen.getByLabelText('Day')
  await type('Day', '4/7')
  expect(body.on).toBe('2026-04-07')
  await fireEvent.blur(day)
  expect(day).toHaveProperty('value', 'Tue, Apr 7')
})

it('a day that cannot be read stays as typed and says so', async () => {
  open()
  const day = screen.getByLabelText('Day')
  await type('Day', 'soon')
  await fireEvent.blur(day)
  expect(body.on).toBe('soon')
  expect(day).toHaveProperty('value', 'soon')
  expect(screen.getByText(/This is not a day/).id).toBe(day.getAttribute('aria-describedby'))
})

it('what is wrong shows at the field once it was left, and is tied to it', async () => {
  open(blank(), [{ field: 'on', message: 'The day is in the future.', weight: 'hold' }])
  expect(screen.queryByText('The day is in the future.')).toBeNull()
  const day = screen.getByLabelText('Day')
  await fireEvent.focusOut(day)
  expect(screen.getByText('The day is in the future.').parentElement?.id).toBe(day.getAttribute('aria-describedby'))
  expect(day.getAttribute('aria-invalid')).toBe('true')
})

it('Enter starts the next line, Backspace in an empty one takes it away', async () => {
  open({ ...blank(), strengths: ['Close to her sister'] })
  await fireEvent.keyDown(screen.getByLabelText('Strengths 1'), { key: 'Enter' })
  expect(body.strengths).toEqual(['Close to her sister', ''])
  await fireEvent.keyDown(screen.getByLabelText('Strengths 2'), { key: 'Backspace' })
  expect(body.strengths).toEqual(['Close to her sister'])
})
