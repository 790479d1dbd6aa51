/** Two texts of one document side by side: what differs, and what a person chose of each. */

import { isShown, type Body } from '../../form/body'
import type { Field, Form } from '../../ipc/generated'
import type { JsonValue } from '../../ipc/serde_json/JsonValue'

/** One text: whose it is, and what it says. */
export type Side = { id: string; title: string; detail: string; body: Body }

/** An answer that is not the same on every side. */
export type Difference = { field: Field; part: string }

const same = (one: JsonValue | undefined, other: JsonValue | undefined): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** Answers that differ, in the order of the page. */
export function differences(form: Form, sides: Side[]): Difference[] {
  const [first, ...rest] = sides
  if (!first) return []
  const asked = form.sections.flatMap((it) => it.fields.map((field) => ({ field, part: it.title })))
  return asked.filter(
    ({ field }) =>
      sides.some((side) => isShown(field.when, side.body)) && rest.some((side) => !same(side.body[field.name], first.body[field.name])),
  )
}

/** Where only one side changed an answer, that side; "" where a person has to say. */
export function changedBy(name: string, sides: Side[], before: Body | null): string {
  if (!before) return ''
  const changed = sides.filter((side) => !same(side.body[name], before[name]))
  return changed.length === 1 ? (changed[0]?.id ?? '') : ''
}

/** The body of the version that follows all sides: every answer from the side that was chosen for it. */
export function together(form: Form, sides: Side[], chosen: Record<string, string>): Body {
  const [first] = sides
  if (!first) return {}
  const asked = new Set(form.sections.flatMap((it) => it.fields.map((field) => field.name)))
  // What the form does not ask goes with the side most answers were taken from.
  const counts = sides.map((side) => Object.values(chosen).filter((id) => id === side.id).length)
  const most = sides[counts.indexOf(Math.max(...counts))] ?? first
  const body: Body = { ...most.body }
  for (const name of asked) {
    const side = sides.find((it) => it.id === chosen[name]) ?? first
    if (name in side.body) body[name] = side.body[name] as JsonValue
  }
  return body
}
