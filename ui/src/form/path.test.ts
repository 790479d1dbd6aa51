import { expect, it } from 'vitest'
import type { Field, Finding, Form, Input } from '../ipc/generated'
import { inPageOrder, nextFinding, one, placeOf, upward, valueAt } from './path'

const field = (name: string, label: string, input: Input = { kind: 'line' }): Field => ({
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
const rows = (name: string, label: string, fields: Field[]): Field => field(name, label, { kind: 'rows', add: 'Add', fields })
const plan: Form = {
  title: 'Treatment plan',
  sections: [
    { title: 'This plan', hint: '', fields: [field('effective', 'In force from')] },
    {
      title: 'Problems',
      hint: '',
      fields: [rows('problems', 'Problems', [field('text', 'Problem'), rows('goals', 'Goals', [field('text', 'Goal')])])],
    },
  ],
}
const hold = (path: string): Finding => ({ field: path, message: path, weight: 'hold' })

it('a finding inside rows of rows is named by its place', () => {
  expect(placeOf(plan, 'problems.0.goals.1.text')).toBe('Problem 1, goal 2: goal')
  expect(placeOf(plan, 'problems.2')).toBe('Problem 3')
  expect(placeOf(plan, 'effective')).toBe('In force from')
  expect(placeOf(plan, 'effective.risk_detail')).toBe('In force from: risk detail')
})

it('one of several is named without guessing at words that end in ss', () => {
  expect(one('Problems')).toBe('Problem')
  expect(one('Illness')).toBe('Illness')
})

it('findings are walked in the order of the page, row by row', () => {
  const findings = ['problems.10.text', 'problems.2.goals.0.text', 'problems.2.text', 'effective', ''].map(hold)
  expect(inPageOrder(plan, findings).map((it) => it.field)).toEqual([
    '',
    'effective',
    'problems.2.text',
    'problems.2.goals.0.text',
    'problems.10.text',
  ])
})

it('walking goes around the end, both ways', () => {
  const findings = ['a', 'b', 'c'].map(hold)
  expect(nextFinding(findings, null, 1)?.field).toBe('a')
  expect(nextFinding(findings, hold('c'), 1)?.field).toBe('a')
  expect(nextFinding(findings, hold('a'), -1)?.field).toBe('c')
  expect(nextFinding(findings, hold('settled since'), 1)?.field).toBe('a')
  expect(nextFinding([], null, 1)).toBeNull()
})

it('a path leads upward to the field that is on screen', () => {
  expect(upward('problems.0.text')).toEqual(['problems.0.text', 'problems.0', 'problems'])
})

it('what stands at a path is found in nested rows', () => {
  expect(valueAt({ problems: [{ goals: [{ text: 'Estar sobria' }] }] }, 'problems.0.goals.0.text')).toBe('Estar sobria')
  expect(valueAt({ problems: [] }, 'problems.0.goals.0.text')).toBeUndefined()
})
