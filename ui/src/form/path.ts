/** Where a finding points: `problems.0.goals.1.text`. Walks findings in the order of the page. */

import type { Field, Finding, Form, Section } from '../ipc/generated'
import type { JsonValue } from '../ipc/serde_json/JsonValue'
import { isShown, type Body } from './body'

/** The element id of the field at a path. */
export function fieldId(path: string): string {
  return `field-${path.replaceAll('.', '-')}`
}

/** A path and everything it lies in, itself first. */
export function upward(path: string): string[] {
  const parts = path.split('.')
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'))
}

/** This finding concerns the path or something inside it. */
export function isWithin(finding: Finding, path: string): boolean {
  return finding.field === path || finding.field.startsWith(`${path}.`)
}

/** The section a path lies in; undefined for the document as a whole. */
export function sectionOf(form: Form, path: string): Section | undefined {
  const name = path.split('.')[0]
  return form.sections.find((it) => it.fields.some((field) => field.name === name))
}

/** "Problem 1, goal 2: measured by": the place in words. */
export function placeOf(form: Form, path: string): string {
  let fields = form.sections.flatMap((it) => it.fields)
  const words: string[] = []
  for (const part of path.split('.')) {
    if (/^\d+$/.test(part)) {
      words[words.length - 1] = `${one(words.at(-1) ?? '')} ${Number(part) + 1}`.trim()
      continue
    }
    const field: Field | undefined = fields.find((it) => it.name === part)
    // Inside a widget the form names no fields; the key is a plain word.
    const label = field?.label ?? part.replaceAll('_', ' ')
    words.push(words.length === 0 ? label : label.toLowerCase())
    fields = field?.input.kind === 'rows' ? field.input.fields : []
  }
  const last = words.at(-1) ?? ''
  return words.length > 1 && !/\d$/.test(last) ? `${words.slice(0, -1).join(', ')}: ${last}` : words.join(', ')
}

/** One of them: "Problem" of "Problems". */
export function one(label: string): string {
  return label.replace(/(?<=[^s])s$/, '')
}

/** Findings in the order of the page; those of the whole document first. */
export function inPageOrder(form: Form, findings: Finding[]): Finding[] {
  const keys = findings.map((it) => ({ finding: it, key: orderKey(form, it.field) }))
  keys.sort((a, b) => compare(a.key, b.key))
  return keys.map((it) => it.finding)
}

/** The finding after (or before) the one last walked to, around the end. */
export function nextFinding(findings: Finding[], from: Finding | null, step: 1 | -1): Finding | null {
  if (findings.length === 0) return null
  const at = from ? findings.findIndex((it) => it.field === from.field && it.message === from.message) : -1
  const next = at === -1 ? (step === 1 ? 0 : findings.length - 1) : (at + step + findings.length) % findings.length
  return findings[next] ?? null
}

function orderKey(form: Form, path: string): number[] {
  let fields = form.sections.flatMap((it) => it.fields)
  if (path === '') return []
  return path.split('.').map((part) => {
    if (/^\d+$/.test(part)) return Number(part)
    const at = fields.findIndex((it) => it.name === part)
    const input = fields[at]?.input
    fields = input?.kind === 'rows' ? input.fields : []
    return at === -1 ? 999 : at
  })
}

function compare(a: number[], b: number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? -1) - (b[i] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}

/** What stands at a path. */
export function valueAt(body: Body, path: string): JsonValue | undefined {
  let here: JsonValue | undefined = body
  for (const part of path.split('.')) {
    here = Array.isArray(here) ? here[Number(part)] : typeof here === 'object' && here !== null ? here[part] : undefined
  }
  return here
}

/** The form asks this just now: its row is there, and no other answer hides it. What lies inside a widget is the widget's to ask. */
export function isAsked(form: Form, body: Body, path: string): boolean {
  let fields = form.sections.flatMap((it) => it.fields)
  let row: JsonValue | undefined = body
  let list: JsonValue | undefined
  for (const part of path.split('.')) {
    if (/^\d+$/.test(part)) row = Array.isArray(list) ? list[Number(part)] : undefined
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return false
    if (/^\d+$/.test(part)) continue
    const field: Field | undefined = fields.find((it) => it.name === part)
    if (field && !isShown(field.when, row as Body)) return false
    list = (row as Body)[part] as JsonValue | undefined
    fields = field?.input.kind === 'rows' ? field.input.fields : []
  }
  return true
}
