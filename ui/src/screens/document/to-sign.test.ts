import { widget } from '../../../dev/mock/widgets'
import { expect, it } from 'vitest'
import type { Field, Finding, Form } from '../../ipc/generated'
import { holds, stopsOf } from './to-sign'

const field = (name: string, label: string, required = true): Field => ({
  name,
  label,
  hint: '',
  input: { kind: 'line' },
  required,
  when: null,
  voice: false,
  confidential: false,
  width: 12,
})
const form: Form = {
  title: 'Note',
  sections: [
    { title: 'Session', hint: '', fields: [field('on', 'Day'), field('homework', 'Homework', false), field('risk', 'Risk today')] },
  ],
}
const finding = (path: string, message: string, weight: Finding['weight'] = 'hold'): Finding => ({ field: path, message, weight })

it('what is required and settled is done, what is blank says only its place', () => {
  const stops = stopsOf(form, { on: '2026-04-07', risk: '' }, [finding('risk', '"Risk today" is needed to sign.')])
  expect(stops.map((it) => [it.label, it.state])).toEqual([
    ['Day', 'done'],
    ['Risk today', 'hold'],
  ])
  expect(stops[1]?.said).toMatchObject([{ place: '', message: '' }])
})

it('a rule of its own is said in its own words', () => {
  const stops = stopsOf(form, { on: '2027-04-07', risk: 'none' }, [finding('on', 'The day is in the future.')])
  expect(stops[0]?.said[0]?.message).toBe('The day is in the future.')
})

it('what concerns the document as a whole comes first', () => {
  const stops = stopsOf(form, { on: '2026-04-07', risk: 'none' }, [finding('', 'No assessment is signed yet.', 'due')])
  expect(stops[0]).toMatchObject({ label: 'No assessment is signed yet.', state: 'miss' })
  expect(holds([finding('', 'x', 'due')])).toBe(0)
})

it('a field nobody has to fill appears only with a finding', () => {
  expect(stopsOf(form, {}, []).map((it) => it.label)).not.toContain('Homework')
  expect(stopsOf(form, {}, [finding('homework', 'Too long.')]).map((it) => it.label)).toContain('Homework')
})

it('two questions of one name say which part of the form they are in', () => {
  const end = { title: 'End', hint: '', fields: [field('end_reason', 'Reason')] }
  const twice: Form = { title: 'Care', sections: [{ title: 'How the client came', hint: '', fields: [field('reason', 'Reason')] }, end] }
  expect(stopsOf(twice, {}, []).map((it) => it.label)).toEqual(['How the client came: Reason', 'End: Reason'])
})

it('a long form is told by its parts', () => {
  const many = Array.from({ length: 13 }, (_, i) => field(`q${i}`, `Question ${i}`))
  const long: Form = { title: 'Assessment', sections: [{ title: 'Physical health', hint: '', fields: many }] }
  const stops = stopsOf(long, {}, [finding('q3', '"Question 3" is needed to sign.')])
  expect(stops.map((it) => it.label)).toEqual(['Physical health'])
  expect(stops[0]?.said[0]?.place).toBe('Question 3')
})

it('a finding about a person is placed by the name, not by a row number', () => {
  const group: Form = {
    title: 'Group',
    sections: [{ title: '', hint: '', fields: [{ ...field('people', 'People'), input: widget('group_people') }] }],
  }
  const body = { people: [{ client: 'c1' }, { client: 'c2' }] }
  const stops = stopsOf(group, body, [finding('people.1.response', 'This note names another client.')], (row) =>
    row.client === 'c2' ? 'Jordan Mockup' : '',
  )
  expect(stops[0]?.said[0]?.place).toBe('Jordan Mockup: response')
})
