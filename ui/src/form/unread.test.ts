import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'

const call = vi.hoisted(() => vi.fn())
vi.mock('../ipc/call', () => ({ call, nothing: {}, refusal: (thrown: unknown) => thrown }))
call.mockResolvedValue([])

import type { Field, Form } from '../ipc/generated'
import { FormContext } from './context.svelte'
import type { Body } from './body'
import Written from './Written.test.svelte'

const field = (name: string, label: string, input: Field['input'], more: Partial<Field> = {}): Field => ({
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
const number = { kind: 'number', min: 0, max: 3650, unit: 'days', whole: false } as const
const form: Form = {
  title: 'Release',
  sections: [
    {
      title: '',
      hint: '',
      fields: [
        field('expires', 'Expires', { kind: 'line' }),
        field('days', 'Days after discharge', number, { when: { field: 'expires', is: ['after'] } }),
        field('doses', 'Doses', {
          kind: 'rows',
          add: 'Add a dose',
          fields: [field('what', 'What', { kind: 'line' }, { width: 6 }), field('much', 'How much', number, { width: 6 })],
        }),
      ],
    },
  ],
}
let body: Body
function open(start: Body) {
  const context = new FormContext(form, 'release', null, '2026-04-09')
  render(Written, { props: { form, context, start, onbody: (now: Body) => (body = now) } })
  return context
}
const held = (context: FormContext) => context.withUnread([], body).map(({ field, message }) => `${field}: ${message}`)
async function type(box: HTMLElement, text: string) {
  await fireEvent.focus(box)
  await fireEvent.input(box, { target: { value: text } })
}
const days = () => screen.getByLabelText<HTMLInputElement>(/Days after discharge/)
const blank = { expires: 'after', days: null, doses: [] }

afterEach(cleanup)

it('keeps three years of days as they were meant, and shows how they were understood', async () => {
  const context = open(blank)
  await type(days(), '1,095')
  expect(body.days).toBe(1095)
  await fireEvent.blur(days())
  await waitFor(() => expect(days().value).toBe('1095'))
  expect(held(context)).toEqual([])
})

it('is quiet while a number is on its way, and says what was unreadable once the box is left', async () => {
  const context = open(blank)
  await type(days(), '1,5')
  expect(screen.queryByText(/with a point/)).toBeNull()
  expect(body.days).toBeNull()
  await fireEvent.blur(days())
  await screen.findByText('Write 1.5 with a point, or 15 without the comma.')
  expect(days().value).toBe('1,5')
  expect(days().getAttribute('aria-invalid')).toBe('true')
  expect(held(context)).toEqual(['days: Write 1.5 with a point, or 15 without the comma.'])
  await type(days(), '15')
  await fireEvent.blur(days())
  expect(held(context)).toEqual([])
  expect(body.days).toBe(15)
})

it('says it in place of the record, which knows only that nothing came', async () => {
  const context = open(blank)
  await type(days(), 'a year')
  await fireEvent.blur(days())
  const needed = { field: 'days', message: '"Days after discharge" is needed to sign.', weight: 'hold' } as const
  await waitFor(() => expect(context.withUnread([needed], body).map((it) => it.message)).toEqual(['This is not a number.']))
})

it('holds nothing once the question is not asked any more', async () => {
  const context = open(blank)
  await type(days(), '1,5')
  await fireEvent.blur(days())
  await waitFor(() => expect(held(context)).toHaveLength(1))
  await fireEvent.input(screen.getByLabelText('Expires'), { target: { value: 'on a day' } })
  await waitFor(() => expect(held(context)).toEqual([]))
})

it('goes with its row, and with no other', async () => {
  const context = open({
    ...blank,
    doses: [
      { id: 'a', what: 'One', much: null },
      { id: 'b', what: 'Two', much: null },
    ],
  })
  const boxes = () => screen.getAllByLabelText<HTMLInputElement>(/How much/)
  await type(boxes()[1]!, 'some')
  await fireEvent.blur(boxes()[1]!)
  await waitFor(() => expect(held(context)).toEqual(['doses.1.much: This is not a number.']))
  await fireEvent.click(screen.getAllByRole('button', { name: /Remove/ })[0]!)
  await waitFor(() => expect(held(context)).toEqual(['doses.0.much: This is not a number.']))
  await fireEvent.click(screen.getAllByRole('button', { name: /Remove/ })[0]!)
  await waitFor(() => expect(held(context)).toEqual([]))
})

it('lists what is open where it can be chosen, and a finding there leads to it', async () => {
  call.mockImplementation((name: string) =>
    Promise.resolve(name === 'listing' ? [{ id: 'd-phq3', label: 'PHQ-9 of Tue, Apr 7', detail: '', state: '' }] : []),
  )
  const risk: Form = {
    title: 'Note',
    sections: [
      {
        title: 'Risk',
        hint: '',
        fields: [
          field('risk', 'Risk today', { kind: 'line' }),
          field('alerts', 'Safety alerts answered', { kind: 'pickMany', of: 'alert' }),
        ],
      },
    ],
  }
  const context = new FormContext(risk, 'individual_note', 'pt1', '2026-04-09')
  render(Written, { props: { form: risk, context, start: { risk: '', alerts: [] }, onbody: (now: Body) => (body = now) } })
  const chip = await screen.findByLabelText('PHQ-9 of Tue, Apr 7')
  await context.walkTo('alerts', body)
  expect(document.activeElement).toBe(chip)
  await fireEvent.click(chip)
  expect(body.alerts).toEqual(['d-phq3'])
})
