import { expect, it } from 'vitest'
import { readNumber, whyUnread } from './number'

it.each([
  ['1,095', 1095],
  ['1,000,000', 1_000_000],
  ['12,345.5', 12_345.5],
  ['1095', 1095],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['7.', 7],
  [' 0 ', 0],
  ['0.125', 0.125],
  ['-3', -3],
  ['\u22123', -3],
  ['\uff17\uff0e\uff15', 7.5],
])('reads %s as it was meant', (typed, number) => expect(readNumber(typed)).toBe(number))

it.each([
  '1,5',
  '1,09',
  '10,95',
  '1,0955',
  '0,125',
  '1095,000',
  '1.095,5',
  '1,,095',
  ',095',
  '1,095,',
  '1 095',
  '1e3',
  '0x10',
  'Infinity',
  'NaN',
  'five',
  '7 days',
  '-',
  '.',
  '1-2',
])('guesses nothing from %s', (typed) => {
  expect(readNumber(typed)).toBeNull()
  expect(whyUnread(typed)).not.toBe('')
})

it('says what to write instead', () => {
  expect(whyUnread('1,5')).toBe('Write 1.5 with a point, or 15 without the comma.')
  expect(whyUnread('10,95')).toBe('Write 10.95 with a point, or 1095 without the comma.')
  expect(whyUnread('1.095,5')).toBe('Write decimals with a point; a comma only before each three digits, as in 1,095.')
  expect(whyUnread('five')).toBe('This is not a number.')
})
