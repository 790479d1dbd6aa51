import { expect, it } from 'vitest'
import type { Instrument } from '../ipc/generated'
import { actionFor, answersOf, wordingIn } from './score'

it('what has to happen is said for the very answer that was given', () => {
  const asked = { flags: [{ item: 9, at_least: 1, action: 'Ask about safety now.' }] } as unknown as Instrument
  expect(actionFor(asked, 9, 1)).toBe('Ask about safety now.')
  expect(actionFor(asked, 9, 0)).toBe('')
  expect(actionFor(asked, 9, null)).toBe('')
})

it('a stored list of any length has one place per question', () => {
  expect(answersOf([1], 3)).toEqual([1, null, null])
  expect(answersOf('nothing', 2)).toEqual([null, null])
})

it('a language without checked wording shows the English', () => {
  expect(wordingIn({ en: 'Not at all', es: 'Ningún día' }, 'es')).toBe('Ningún día')
  expect(wordingIn({ en: 'Not at all' }, 'pl')).toBe('Not at all')
})
