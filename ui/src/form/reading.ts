/** Answers in words: for signed documents, for folded rows, for evidence beside the writing. */

import type { Field, Listing } from '../ipc/generated'
import type { JsonValue } from '../ipc/serde_json/JsonValue'
import { isBlank, isShown, textOf, textsOf, type Body } from './body'
import { sayTime } from './clock'
import { sayDay } from './day'

/** The label of an id in a listing, or "". */
export type Lookup = (listing: Listing, id: string) => string

/** An answer as text; "" when there is none. Rows and widgets are drawn, not said. */
export function sayAnswer(field: Field, value: JsonValue | undefined, lookup: Lookup, today: string): string {
  const input = field.input
  if (input.kind !== 'yesNo' && isBlank(value)) return ''
  const label = (options: { value: string; label: string }[], it: string): string =>
    options.find((option) => option.value === it)?.label ?? it.replaceAll('_', ' ')
  switch (input.kind) {
    case 'line':
    case 'paragraph':
      return textOf(value)
    case 'date':
      return sayDay(textOf(value), today)
    case 'time':
      return sayTime(textOf(value))
    case 'number':
      return `${textOf(value)} ${input.unit}`.trim()
    case 'scale':
      return `${textOf(value)} of ${input.max}`
    case 'yesNo':
      return value === true ? 'Yes' : value === false ? 'No' : ''
    case 'tick':
      return value === true ? 'Yes' : ''
    case 'oneOf':
      return label(input.options, textOf(value))
    case 'manyOf':
      return textsOf(value)
        .map((it) => label(input.options, it))
        .join(', ')
    case 'lines':
      return textsOf(value)
        .filter((it) => it.trim() !== '')
        .join('\n')
    case 'pick':
      return lookup(input.of, textOf(value)) || 'On file, not listed now'
    case 'pickMany':
      return textsOf(value)
        .map((it) => lookup(input.of, it) || 'on file, not listed now')
        .join(', ')
    case 'rows':
    case 'widget':
      return ''
  }
}

/** A row in one line: its first text, then its short facts. */
export function gist(fields: Field[], row: Body, lookup: Lookup, today = ''): { first: string; rest: { label: string; text: string }[] } {
  const said = fields
    .filter((it) => isShown(it.when, row))
    .map((it) => ({ label: it.label, text: sayAnswer(it, row[it.name], lookup, today), kind: it.input.kind }))
    .filter((it) => it.text !== '')
  const first = said.findIndex((it) => it.kind === 'line' || it.kind === 'paragraph' || it.kind === 'pick')
  return {
    first: said[first]?.text ?? said[0]?.text ?? '',
    rest: said.filter((it, i) => i !== Math.max(first, 0) && it.kind !== 'tick' && it.text.length <= 60).slice(0, 4),
  }
}
