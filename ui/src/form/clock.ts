/** Times of day as people type them ("530p", "17:30", "9"), kept as "17:30" and read back as "5:30 pm". */

const STORED = /^([01]\d|2[0-3]):([0-5]\d)$/
const HALF_DAY = 720
const DAY = 1440
const LONGEST_OVER_MIDNIGHT = 360
/** How the end of a day may be written; the record reads it as 00:00. */
const MIDNIGHT = '24:00'

/**
 * The stored time, `""` for blank, or null when the text names no time. Without "a" or "p" the hour is the one that comes first
 * after `after` (a session's start); without that, 1 to 6 are afternoon, as no session starts then.
 */
export function readTime(typed: string, after = ''): string | null {
  const text = typed.trim().toLowerCase().replace(/\s+/g, '').replace(/\./g, ':')
  if (text === '') return ''
  if (text === 'noon') return '12:00'
  if (text === 'midnight' || text === MIDNIGHT) return '00:00'
  const parts = /^(\d{1,2})(?::?(\d{2}))?(a|p|am|pm|a:m:|p:m:)?$/.exec(text)
  if (!parts) return null
  const [hour, minute, half] = [Number(parts[1]), Number(parts[2] ?? 0), parts[3]?.[0]]
  if (minute > 59 || hour > 23 || (half && (hour === 0 || hour > 12))) return null
  if (half) return store((hour % 12) * 60 + minute + (half === 'p' ? HALF_DAY : 0))
  if (hour === 0 || hour > 12 || parts[1]?.startsWith('0')) return store(hour * 60 + minute)
  const morning = (hour % 12) * 60 + minute
  const start = minutesOfDay(after)
  if (start !== null) return store(morning < start && morning + HALF_DAY >= start ? morning + HALF_DAY : morning)
  return store(hour === 12 || hour <= 6 ? morning + HALF_DAY : morning)
}

/** "5:30 pm"; anything unreadable stays as typed. */
export function sayTime(stored: string): string {
  const short = sayTimeShort(stored)
  return short === stored && !STORED.test(stored) ? stored : `${short} ${Number(stored.slice(0, 2)) < 12 ? 'am' : 'pm'}`
}

/** "5:30", where the column says which half of the day it is. */
export function sayTimeShort(stored: string): string {
  const minutes = minutesOfDay(stored)
  if (minutes === null) return stored
  const hour = Math.floor(minutes / 60) % 12
  return `${hour === 0 ? 12 : hour}:${String(minutes % 60).padStart(2, '0')}`
}

/**
 * Minutes from one stored time to another, over midnight where the end is earlier on the clock; null if either is missing or the end is so much
 * earlier that it is a mistyped time.
 */
export function minutesBetween(start: string, end: string): number | null {
  const [from, to] = [minutesOfDay(start), minutesOfDay(end === MIDNIGHT ? '00:00' : end)]
  if (from === null || to === null) return null
  if (to >= from) return to - from
  return to + DAY - from <= LONGEST_OVER_MIDNIGHT ? to + DAY - from : null
}

function minutesOfDay(stored: string): number | null {
  const parts = STORED.exec(stored)
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : null
}

function store(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
