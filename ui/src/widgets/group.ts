/** One person's part of a group session: attendance, times, and what is still missing. */

import type { Body } from '../form/body'
import { isBlank, textOf } from '../form/body'
import { minutesBetween } from '../form/clock'
import type { Finding, PersonInGroup } from '../ipc/generated'

const ATTENDED = new Set(['present', 'late', 'left_early', 'telehealth_present'])

/** The session's own times. */
export type Times = { start: string; end: string }

/** Where a row stands, in the words of its last column. */
export type RowState = 'Ready' | 'Text' | 'Took part' | 'Times' | 'Reason' | 'Settle' | 'No note' | ''

/** Was in the room, or on the screen. */
export function attended(person: Body): boolean {
  return ATTENDED.has(textOf(person.attendance))
}

/** A person nobody has written about yet; what is left out, the record reads as blank. */
export function newPerson(client: string): Body {
  return { client, attendance: '' } satisfies Partial<PersonInGroup>
}

/** With an attendance: whoever was there has the session's times unless others are there, whoever was not has none. */
export function withAttendance(person: Body, attendance: string, session: Times): Body {
  const there = ATTENDED.has(attendance)
  if (!there) return { ...person, attendance, start: '', end: '' }
  return { ...person, attendance, start: textOf(person.start) || session.start, end: textOf(person.end) || session.end, reason: '' }
}

/** With times typed: later than the start is late, before the end is left early. */
export function withTimes(person: Body, times: Partial<Times>, session: Times): Body {
  const next: Body = { ...person, ...times }
  const attendance = textOf(next.attendance)
  if (!['present', 'late', 'left_early'].includes(attendance)) return next
  const late = minutesBetween(session.start, textOf(next.start)) ?? 0
  const early = minutesBetween(textOf(next.end), session.end) ?? 0
  return { ...next, attendance: late > 0 ? 'late' : early > 0 ? 'left_early' : 'present' }
}

/** The session moved: whoever had its old times gets the new ones. */
export function movedWith(person: Body, before: Times, after: Times): Body {
  if (!attended(person)) return person
  return {
    ...person,
    start: textOf(person.start) === before.start ? after.start : (person.start ?? ''),
    end: textOf(person.end) === before.end ? after.end : (person.end ?? ''),
  }
}

/** Minutes in the room, from in and out; 0 for whoever was not there, null while a time is missing. */
export function minutesOf(person: Body): number | null {
  return attended(person) ? minutesBetween(textOf(person.start), textOf(person.end)) : 0
}

/** What this row still needs. */
export function stateOf(person: Body, findings: Finding[]): RowState {
  if (textOf(person.attendance) === '') return ''
  if (!attended(person)) return isBlank(person.reason) ? 'Reason' : 'No note'
  if (minutesOf(person) === null) return 'Times'
  if (person.participation === null || person.participation === undefined) return 'Took part'
  if (isBlank(person.response) && isBlank(person.observed)) return 'Text'
  return findings.some((it) => it.weight === 'hold') ? 'Settle' : 'Ready'
}
