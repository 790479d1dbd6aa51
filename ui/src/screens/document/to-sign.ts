/** What a signature still needs: the stops of the rail "To sign". */

import { isBlank, isShown, type Body } from '../../form/body'
import { inPageOrder, isWithin, placeOf, valueAt } from '../../form/path'
import type { Evidence, Field, Finding, Form } from '../../ipc/generated'

/** One finding in the rail. A blank answer needs no sentence: its place says it. */
export type Said = { finding: Finding; place: string; message: string }

/** One stop: a question or a part of the form, and what is still open there. */
export type Open = { label: string; path: string; state: 'done' | 'hold' | 'miss'; said: Said[] }

/** More questions than this are told by part of the form rather than one by one. */
const ONE_BY_ONE = 12

/** `called` names a row that is a person, so that nobody has to count rows. */
export function stopsOf(form: Form, body: Body, findings: Finding[], called: (row: Body) => string = () => ''): Open[] {
  const ordered = inPageOrder(form, findings)
  const sections = form.sections.map((it) => ({ title: it.title, fields: it.fields.filter((field) => isShown(field.when, body)) }))
  const needed = (field: Field): boolean => field.required || ordered.some((it) => isWithin(it, field.name))
  const single = sections.flatMap((it) => it.fields.filter(needed).map((field) => ({ field, part: it.title })))
  // "Reason" may be asked twice; then the part of the form says which.
  const asked = ({ field, part }: (typeof single)[number]): string =>
    single.some((it) => it.field !== field && it.field.label === field.label) ? `${part}: ${field.label}` : field.label
  const say = (finding: Finding, label: string): Said => {
    const place = finding.field === '' ? '' : nameRow(placeOf(form, finding.field), finding.field, body, called)
    const blank = finding.weight === 'hold' && place !== '' && isBlank(valueAt(body, finding.field))
    return { finding, place: place === label ? '' : place, message: blank && finding.message.includes('"') ? '' : finding.message }
  }
  const stop = (label: string, fields: Field[]): Open => {
    const mine = ordered.filter((it) => fields.some((field) => isWithin(it, field.name)))
    const name = label || (fields[0]?.label ?? '')
    return { label: name, path: mine[0]?.field ?? fields[0]?.name ?? '', state: stateOf(mine), said: mine.map((it) => say(it, name)) }
  }
  const stops =
    single.length <= ONE_BY_ONE
      ? single.map((it) => stop(asked(it), [it.field]))
      : sections.filter((it) => it.fields.some(needed)).map((it) => stop(it.title, it.fields))
  const placed = new Set(stops.flatMap((it) => it.said.map((said) => said.finding)))
  const whole = ordered
    .filter((it) => !placed.has(it))
    .map((it): Open => ({ label: it.message, path: it.field, state: stateOf([it]), said: [] }))
  return [...whole, ...stops]
}

/** "Jordan Mockup: response" rather than "People 2: response". */
function nameRow(place: string, path: string, body: Body, called: (row: Body) => string): string {
  const [list, index] = path.split('.')
  const row = index === undefined ? undefined : valueAt(body, `${list}.${index}`)
  const name = typeof row === 'object' && row !== null && !Array.isArray(row) ? called(row) : ''
  return name === '' ? place : place.replace(/^[^,:]+/, name)
}

/** There is something to stand beside the writing; `needs`: the needs of the assessment do, even where there are none yet. */
export function hasEvidence(evidence: Evidence | null, needs: boolean): boolean {
  if (!evidence) return false
  const { last, since, alerts, measures, objectives } = evidence
  return needs || last !== null || [since, alerts, measures, objectives].some((it) => it.length > 0)
}

/** How many findings hold the signature. */
export function holds(findings: Finding[]): number {
  return findings.filter((it) => it.weight === 'hold').length
}

function stateOf(findings: Finding[]): Open['state'] {
  if (findings.some((it) => it.weight === 'hold')) return 'hold'
  return findings.some((it) => it.weight === 'due') ? 'miss' : 'done'
}
