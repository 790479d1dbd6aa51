/** Sections of a note: which ones a format has is said by the form. */

import { isShown, textOf, type Body } from '../form/body'
import type { Field } from '../ipc/generated'

/** One section: its key in the note, its name, what belongs there. */
export type NoteSection = { key: string; label: string; hint: string }

const every = (field: Field): Field[] => (field.input.kind === 'widget' ? field.input.fields : [])

/** The sections of the format the note is in, in order; none while no format is chosen. */
export function sectionsOf(field: Field, body: Body): NoteSection[] {
  return every(field)
    .filter((it) => isShown(it.when, body))
    .map((it) => ({ key: it.name, label: it.label, hint: it.hint }))
}

/** Text a switch of format left behind: sections that hold words but are not part of the format now. */
export function keptFrom(field: Field, body: Body): { key: string; label: string; text: string }[] {
  const current = new Set(sectionsOf(field, body).map((it) => it.key))
  return Object.entries((body[field.name] ?? {}) as Body)
    .map(([key, text]) => ({ key, label: every(field).find((it) => it.name === key)?.label ?? key, text: textOf(text) }))
    .filter(({ key, text }) => !current.has(key) && text.trim() !== '')
}

/** The text of one section put after another's; the first is then empty. Nothing is lost. */
export function moveText(sections: Record<string, string>, from: string, to: string): Record<string, string> {
  const joined = [sections[to] ?? '', sections[from] ?? '']
    .map((it) => it.trim())
    .filter(Boolean)
    .join('\n')
  const rest = Object.fromEntries(Object.entries(sections).filter(([key]) => key !== from))
  return { ...rest, [to]: joined }
}
