import { expect, it } from 'vitest'
import { minutesOf, movedWith, newPerson, stateOf, withAttendance, withTimes } from './group'

const session = { start: '19:30', end: '21:00' }
const present = withAttendance(newPerson('c1'), 'present', session)

it('whoever is present has the minutes of the session', () => {
  expect(minutesOf(present)).toBe(90)
})

it('coming later is late and going earlier is left early, in minutes too', () => {
  const late = withTimes(present, { start: '19:50' }, session)
  expect([late.attendance, minutesOf(late)]).toEqual(['late', 70])
  const early = withTimes(present, { end: '20:15' }, session)
  expect([early.attendance, minutesOf(early)]).toEqual(['left_early', 45])
  expect(withTimes(late, { start: '19:30' }, session).attendance).toBe('present')
})

it('whoever was not there has no times and no minutes', () => {
  const away = withAttendance(present, 'absent_excused', session)
  expect([away.start, away.end, minutesOf(away)]).toEqual(['', '', 0])
})

it('a session that moves takes along everyone who had its times, and nobody else', () => {
  const after = { start: '19:00', end: '20:30' }
  expect(movedWith(present, session, after)).toMatchObject(after)
  expect(movedWith(withTimes(present, { end: '20:15' }, session), session, after)).toMatchObject({ start: '19:00', end: '20:15' })
})

it('an end before the start gives no minutes', () => {
  expect(minutesOf({ ...present, end: '19:00' })).toBeNull()
})

it('a row says what it still needs', () => {
  expect(stateOf(newPerson('c1'), [])).toBe('')
  expect(stateOf(present, [])).toBe('Took part')
  const part = { ...present, participation: 3 }
  expect(stateOf(part, [])).toBe('Text')
  const text = { ...part, response: 'Named the bus route.' }
  expect(stateOf(text, [])).toBe('Ready')
  expect(stateOf(text, [{ field: 'people.0.response', message: 'This note names another client.', weight: 'hold' }])).toBe('Settle')
  expect(stateOf(withAttendance(present, 'no_show', session), [])).toBe('Reason')
})
