import { describe, expect, it } from 'vitest'
import { readDay, sayDay, whyNoDay } from './day'

const TODAY = '2026-04-09'

describe('a day is typed as people write it', () => {
  it.each([
    ['4/7', '2026-04-07'],
    ['04-07', '2026-04-07'],
    ['4.7.2026', '2026-04-07'],
    ['4/7/2025', '2025-04-07'],
    ['04072026', '2026-04-07'],
    ['2026-04-07', '2026-04-07'],
    ['t', TODAY],
    ['Today', TODAY],
    ['y', '2026-04-08'],
    ['+3', '2026-04-12'],
    ['-2', '2026-04-07'],
    ['+30', '2026-05-09'],
    ['apr 7', '2026-04-07'],
    ['7 April', '2026-04-07'],
    ['Tue, Apr 7', '2026-04-07'],
    ['May 17, 1988', '1988-05-17'],
    ['2/29/2028', '2028-02-29'],
    ['', ''],
  ])('%s is %s', (typed, day) => expect(readDay(typed, TODAY)).toBe(day))

  it.each(['soon', '13/1', '2/29/2026', '4/31', '0/4', 'xyz 7', '4/7/'])('%s is not a day', (typed) =>
    expect(readDay(typed, TODAY)).toBeNull(),
  )

  it('a day without a year is the one nearest to today', () => {
    expect(readDay('12/30', '2026-01-03')).toBe('2025-12-30')
    expect(readDay('1/4', '2026-12-29')).toBe('2027-01-04')
  })

  it.each(['5/17/88', '5/17/30', '4.7.26', 'May 17, 88', '17 May 88'])('%s has a year that is never guessed', (typed) => {
    expect(readDay(typed, TODAY)).toBeNull()
    expect(whyNoDay(typed)).toBe('Write the year with four digits, like 1988.')
  })
})

describe('a day is read back in words', () => {
  it('this year without the year, another year with it', () => {
    expect(sayDay('2026-04-07', TODAY)).toBe('Tue, Apr 7')
    expect(sayDay('1988-05-17', TODAY)).toBe('Tue, May 17, 1988')
  })

  it('whatever is read back means the same day when it is typed again', () => {
    for (const day of ['2026-04-07', '2025-12-30', '2026-12-30', '1988-05-17', '2027-01-01']) {
      expect(readDay(sayDay(day, TODAY), TODAY)).toBe(day)
    }
  })

  it('text that is no day stays as it was typed', () => {
    expect(sayDay('next week', TODAY)).toBe('next week')
    expect(sayDay('2026-02-31', TODAY)).toBe('2026-02-31')
  })
})
