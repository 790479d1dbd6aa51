/** A document's body as the screens hold it: the keys a form names, and rows that carry an id. */

import type { Choice, Field, Form, When } from '../ipc/generated'
import type { JsonValue } from '../ipc/serde_json/JsonValue'

/** A body, or one row of it. */
export type Body = { [key: string]: JsonValue }

/** What a question holds before anyone answered it. */
export function blank(field: Field): JsonValue {
  const input = field.input
  switch (input.kind) {
    case 'line':
    case 'paragraph':
    case 'date':
    case 'time':
    case 'oneOf':
    case 'pick':
      return ''
    case 'number':
    case 'scale':
    case 'yesNo':
      return null
    case 'tick':
      return false
    case 'manyOf':
    case 'lines':
    case 'rows':
    case 'pickMany':
    case 'widget':
      return []
  }
}

/** A new row with every field blank. */
export function blankRow(fields: Field[], id: string): Body {
  return Object.fromEntries([['id', id], ...fields.map((it) => [it.name, blank(it)] as const)])
}

/** Nobody has answered this. A tick that is not set counts as unanswered. */
export function isBlank(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false) return true
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.length === 0
  return false
}

/** The field belongs on screen while its condition holds. */
export function isShown(when: When | null, body: Body): boolean {
  if (!when) return true
  const value = body[when.field]
  const values = Array.isArray(value) ? value : [value]
  return values.some((it) => when.is.includes(String(it ?? '')))
}

/** Text, whatever is stored. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value)
}

/** A list of texts, whatever is stored; the very list when it is one, so that it stays watched. */
export function textsOf(value: JsonValue | undefined): string[] {
  if (!Array.isArray(value)) return []
  return value.every((it) => typeof it === 'string') ? (value as string[]) : value.map(textOf)
}

/** A list of rows, whatever is stored; the very list when it is one, so that it stays watched. */
export function rowsOf(value: JsonValue | undefined): Body[] {
  if (!Array.isArray(value)) return []
  return value.every(isRow) ? (value as Body[]) : value.filter(isRow)
}

function isRow(value: JsonValue): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** How many levels of rows lie inside these fields. */
export function depthOf(fields: Field[]): number {
  return Math.max(0, ...fields.map((it) => (it.input.kind === 'rows' ? 1 + depthOf(it.input.fields) : 0)))
}

/** Every field of a form, sections flattened. */
export function fieldsOf(form: Form): Field[] {
  return form.sections.flatMap((it) => it.fields)
}

/** The field with this name, wherever the form keeps it at its first level. */
export function fieldNamed(form: Form, name: string): Field | undefined {
  return fieldsOf(form).find((it) => it.name === name)
}

/** A copy that is no longer watched by the screen. */
export function plain<T extends object>(watched: T): T {
  return JSON.parse(JSON.stringify(watched)) as T
}

/** The form has a part drawn by hand under this name. */
export function hasWidget(form: Form, name: string): boolean {
  return form.sections.some((it) => it.fields.some((field) => field.input.kind === 'widget' && field.input.name === name))
}

/** Choices of a question inside a part drawn by hand. */
export function choicesOf(field: Field, name: string): Choice[] {
  const inside = field.input.kind === 'widget' ? field.input.fields.find((it) => it.name === name) : undefined
  return inside && (inside.input.kind === 'oneOf' || inside.input.kind === 'manyOf') ? inside.input.options : []
}

/** The word of a stored choice; the stored one where the form has it no more. */
export function wordOf(choices: Choice[], value: string): string {
  return choices.find((it) => it.value === value)?.label ?? value.replaceAll('_', ' ')
}
