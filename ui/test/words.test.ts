import { describe, expect, it } from 'vitest'
import { covers } from '../src/screens/chart/releases'
import { share } from '../src/screens/chart/attendance'
import { stopOf } from '../src/screens/today/day'
import { clock, dayNumber, dayOf, dayOfMoment, dueWord, duration, full, long, short, withDay } from '../src/words/dates'
import { groupsOf, lengthOf, lengthWord, sameGroup } from '../src/words/passwords'
import { licenseWord } from '../src/words/licenses'
import { sizeWord } from '../src/words/sizes'
import { waitWord } from '../src/words/waits'

const TODAY = '2026-04-09'

describe('days and times', () => {
  it('reads a day the way staff say it', () => {
    expect(short('2026-04-07', TODAY)).toBe('Apr 7')
    expect(short('2025-12-31', TODAY)).toBe('Dec 31, 2025')
    expect(withDay('2026-04-07', TODAY)).toBe('Tue, Apr 7')
    expect(long(TODAY)).toBe('Thursday, April 9')
    expect(full('1988-05-17')).toBe('May 17, 1988')
  })
  it('counts days without a time zone, also over a leap day', () => {
    expect(dayNumber('2024-03-01') - dayNumber('2024-02-28')).toBe(2)
    expect(dayOf(dayNumber('1969-07-20'))).toBe('1969-07-20')
    expect(withDay('1969-07-20', TODAY)).toBe('Sun, Jul 20, 1969')
  })
  it('says noon and midnight right', () => {
    expect([clock('00:05'), clock('12:00'), clock('17:50:00'), clock('9:07')]).toEqual(['12:05 am', '12:00 pm', '5:50 pm', '9:07 am'])
    expect(clock('later')).toBe('later')
  })
  it('reads a moment on the clock it was written by, wherever this computer stands', () => {
    for (const offset of ['-07:00', '+00:00', '+13:00', '-03:30']) {
      expect([clock(`2026-04-09T23:40:00.125${offset}`), dayOfMoment(`2026-04-09T23:40:00${offset}`)]).toEqual(['11:40 pm', '2026-04-09'])
    }
  })
  it('says late, today and ahead in words', () => {
    expect(dueWord('2026-04-08', TODAY)).toMatchObject({ word: '1 day late', late: true })
    expect(dueWord('2026-04-07', TODAY).word).toBe('2 days late')
    expect(dueWord(TODAY, TODAY)).toMatchObject({ word: 'Today', tone: 'due' })
    expect(dueWord('2026-04-11', TODAY)).toMatchObject({ word: 'Sat, Apr 11', tone: 'quiet' })
    expect(dueWord('2026-05-07', TODAY).word).toBe('May 7')
  })
  it('says minutes as hours', () => {
    expect([duration(50), duration(180), duration(2120)]).toEqual(['50 min', '3 h', '35 h 20 min'])
  })
})

describe('a session of the day', () => {
  it('is over, going on or ahead', () => {
    expect(stopOf({ start: '17:00', end: '17:50' }, '18:00')).toBe('done')
    expect(stopOf({ start: '18:00', end: '19:30' }, '18:00')).toBe('now')
    expect(stopOf({ start: '19:30', end: '21:00' }, '18:00')).toBe('ahead')
    expect(stopOf({ start: '17:30', end: '' }, '18:00')).toBe('now')
    expect(stopOf({ start: '', end: '' }, '18:00')).toBe('ahead')
  })
})

describe('small words', () => {
  it('names what a release covers', () => {
    expect(covers(['attendance', 'progress', 'aftercare_plan'])).toBe('Attendance, progress and aftercare plan')
    expect(covers(['attendance'])).toBe('Attendance')
    expect(covers([])).toBe('')
  })
  it('never fills a week over its order or divides by none', () => {
    expect([share(180, 540), share(720, 540), share(90, 0)]).toEqual([33, 100, 0])
  })
})

describe('passwords and the recovery key', () => {
  it('counts characters as a person does', () => {
    expect(lengthOf('contraseña 🌵')).toBe(12)
    expect(lengthWord('too short')).toBe('9 of 15 characters')
    expect(lengthWord('four plain words here')).toBe('21 characters, long enough')
  })
  it('takes a typed group in any case and with stray spaces', () => {
    const groups = groupsOf('K7QF-2M9X PT4H')
    expect(groups).toEqual(['K7QF', '2M9X', 'PT4H'])
    expect(sameGroup(' 2m9x ', groups[1]!)).toBe(true)
    expect(sameGroup('2m9y', groups[1]!)).toBe(false)
  })
})

describe('licenses, waits and sizes', () => {
  it('warns 60 days ahead and says when it is over', () => {
    expect(licenseWord('2026-06-08', TODAY)).toMatchObject({ tone: 'due', soon: true })
    expect(licenseWord('2026-06-09', TODAY)).toMatchObject({ tone: 'quiet', soon: false })
    expect(licenseWord('2026-04-09', TODAY)).toMatchObject({ tone: 'due' })
    expect(licenseWord('2026-04-08', TODAY)).toMatchObject({ tone: 'alert', word: 'Expired Apr 8, 2026' })
    expect(licenseWord(null, TODAY)).toBeNull()
  })
  it('says a wait as a person would', () => {
    expect([waitWord(1), waitWord(12), waitWord(60), waitWord(245)]).toEqual([
      '1 second',
      '12 seconds',
      '1 minute',
      '4 minutes and 5 seconds',
    ])
  })
  it('says a size as file managers do', () => {
    expect([sizeWord(300), sizeWord(845_000), sizeWord(84_213_760), sizeWord(1_400_000_000)]).toEqual(['1 KB', '825 KB', '80 MB', '1.3 GB'])
  })
})
