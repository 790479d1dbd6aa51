import { describe, expect, it } from 'vitest'
import { minutesBetween, readTime, sayTime, sayTimeShort } from './clock'

describe('a time is typed as people write it', () => {
  it.each([
    ['530p', '17:30'],
    ['5:30 pm', '17:30'],
    ['5.30 p.m.', '17:30'],
    ['9a', '09:00'],
    ['12p', '12:00'],
    ['12am', '00:00'],
    ['17:30', '17:30'],
    ['1730', '17:30'],
    ['0930', '09:30'],
    ['9', '09:00'],
    ['6', '18:00'],
    ['12', '12:00'],
    ['noon', '12:00'],
    ['', ''],
  ])('%s is %s', (typed, time) => expect(readTime(typed)).toBe(time))

  it.each(['late', '25:00', '5:75', '13p', '5:3x'])('%s is not a time', (typed) => expect(readTime(typed)).toBeNull())

  it('an end without am or pm is the first one after the start', () => {
    expect(readTime('9', '19:30')).toBe('21:00')
    expect(readTime('830', '18:00')).toBe('20:30')
    expect(readTime('1030', '09:00')).toBe('10:30')
    expect(readTime('1', '11:00')).toBe('13:00')
  })
})

describe('a time is read back', () => {
  it('with and without its half of the day', () => {
    expect(sayTime('17:30')).toBe('5:30 pm')
    expect(sayTime('00:05')).toBe('12:05 am')
    expect(sayTimeShort('19:30')).toBe('7:30')
  })

  it('text that is no time stays as it was typed', () => expect(sayTime('after lunch')).toBe('after lunch'))
})

it('minutes are the time between in and out, and unknown when the end comes first', () => {
  expect(minutesBetween('19:30', '21:00')).toBe(90)
  expect(minutesBetween('21:00', '19:30')).toBeNull()
  expect(minutesBetween('22:00', '00:30')).toBe(150)
  expect(minutesBetween('22:00', '24:00')).toBe(120)
  expect(minutesBetween('', '21:00')).toBeNull()
})
