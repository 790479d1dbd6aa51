/** What a signature still needs: the stops of the rail "To sign". */

import type { Field, Finding, Form } from '../../ipc/generated'
import { isShown, type Body } from '../../form/body'
import { inPageOrder, isWithin } from '../../form/path'

/** One stop: a question or a part of the form, and what is still open there. */
export type Open = { label: string; path: string; state: 'done' | 'hold' | 'miss'; findings: Finding[] }

/** More questions than this are told by part of the form rather than one by one. */
const ONE_BY_ONE = 12

export function stopsOf(form: Form, body: Body, findings: Finding[]): Open[] {
  const ordered = inPageOrder(form, findings)
  const sections = form.sections.map((it) => ({ title: it.title, fields: it.fields.filter((field) => isShown(field.when, body)) }))
  const needed = (field: Field): boolean => field.required || ordered.some((it) => isWithin(it, field.name))
  const single = sections.flatMap((it) => it.fields).filter(needed)
  const stops =
    single.length <= ONE_BY_ONE
      ? single.map((it) => stop(it.label, it.name, [it], ordered))
      : sections.filter((it) => it.fields.some(needed)).map((it) => stop(it.title, it.fields.find(needed)?.name ?? '', it.fields, ordered))
  const placed = new Set(stops.flatMap((it) => it.findings))
  const rest = ordered.filter((it) => !placed.has(it))
  return [...rest.map((it) => ({ label: it.message, path: it.field, state: stateOf([it]), findings: [] })), ...stops]
}

/** How many findings hold the signature. */
export function holds(findings: Finding[]): number {
  return findings.filter((it) => it.weight === 'hold').length
}

function stop(label: string, path: string, fields: Field[], findings: Finding[]): Open {
  const mine = findings.filter((it) => fields.some((field) => isWithin(it, field.name)))
  return { label: label || (fields[0]?.label ?? ''), path, state: stateOf(mine), findings: mine }
}

function stateOf(findings: Finding[]): Open['state'] {
  if (findings.some((it) => it.weight === 'hold')) return 'hold'
  return findings.some((it) => it.weight === 'due') ? 'miss' : 'done'
}
