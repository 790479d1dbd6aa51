import { expect, test } from 'vitest'
import type { Field, Form } from '../../ipc/generated'
import { changedBy, differences, together, type Side } from './sides'

const field = (name: string): Field => ({
  name,
  label: name,
  hint: '',
  input: { kind: 'line' },
  required: false,
  when: null,
  voice: false,
  confidential: false,
  width: 12,
})
const form: Form = { title: 'Plan', sections: [{ title: 'Plan', hint: '', fields: ['strengths', 'goal', 'review'].map(field) }] }
const before = { strengths: 'Sings', goal: 'Sleep', review: 'May 4', kept: 1 }
const east: Side = { id: 'east', title: 'East', detail: '', body: { ...before, goal: 'Sleep seven hours', kept: 2 } }
const west: Side = { id: 'west', title: 'West', detail: '', body: { ...before, goal: 'Sleep well', review: 'May 11', kept: 3 } }

test('only what two sites wrote differently is asked, in the order of the page', () => {
  expect(differences(form, [east, west]).map((it) => it.field.name)).toEqual(['goal', 'review'])
})

test('what one site alone changed is proposed, what both changed is not', () => {
  expect(changedBy('review', [east, west], before)).toBe('west')
  expect(changedBy('goal', [east, west], before)).toBe('')
  expect(changedBy('review', [east, west], null)).toBe('')
})

test('the version that follows both has every answer from the side that was chosen for it', () => {
  expect(together(form, [east, west], { goal: 'east', review: 'west' })).toMatchObject({
    strengths: 'Sings',
    goal: 'Sleep seven hours',
    review: 'May 11',
  })
  expect(together(form, [east, west], { goal: 'west', review: 'west' })).toMatchObject({ goal: 'Sleep well', kept: 3 })
})
