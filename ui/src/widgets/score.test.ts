import { expect, it } from 'vitest'
import type { Instrument } from '../ipc/generated'
import { answersOf, flagged, totalOf, wordingIn } from './score'

const asked = {
  items: Array.from({ length: 9 }, () => ({ text: { en: 'A question' }, loinc: '' })),
  bands: [
    { from: 0, to: 4, label: 'Minimal' },
    { from: 5, to: 27, label: 'More' },
  ],
  flags: [{ item: 9, at_least: 1, action: 'Ask about safety now.' }],
} as unknown as Instrument

it('there is no total while an answer is missing, but question 9 speaks at once', () => {
  const answers = answersOf([0, 0, null, 0, 0, 0, 0, 0, 1], 9)
  expect(totalOf(asked, answers)).toBeNull()
  expect(flagged(asked, answers)).toEqual([{ item: 9, answer: 1, action: 'Ask about safety now.' }])
})

it('all answers give a total with its word', () => {
  expect(totalOf(asked, answersOf([1, 1, 1, 0, 0, 0, 0, 0, 0], 9))).toEqual({ total: 3, band: 'Minimal' })
})

it('a stored list of any length has one place per question', () => {
  expect(answersOf([1], 3)).toEqual([1, null, null])
  expect(answersOf('nothing', 2)).toEqual([null, null])
})

it('a language without checked wording shows the English', () => {
  expect(wordingIn({ en: 'Not at all', es: 'Ningún día' }, 'es')).toBe('Ningún día')
  expect(wordingIn({ en: 'Not at all' }, 'pl')).toBe('Not at all')
})
