/** A questionnaire's answers and wording as the page shows them. Totals and flags are the record's (`score.svelte.ts`). */

import type { Instrument } from '../ipc/generated'
import type { JsonValue } from '../ipc/serde_json/JsonValue'

/** One answer per item; null where there is none yet. */
export type Answers = (number | null)[]

/** Exactly one place per item, whatever is stored. */
export function answersOf(value: JsonValue | undefined, items: number): Answers {
  const stored = Array.isArray(value) ? value : []
  return Array.from({ length: items }, (_, i) => (typeof stored[i] === 'number' ? stored[i] : null))
}

/** What has to happen because of this answer, whatever the total; "" where the record flagged nothing. */
export function actionFor(instrument: Instrument, item: number, answer: number | null): string {
  return instrument.flags.find((flag) => flag.item === item && answer !== null && answer >= flag.at_least)?.action ?? ''
}

/** The wording in a language; English, and said so, where there is none. */
export function wordingIn(text: { [key in string]: string }, language: string): string {
  return text[language] ?? text.en ?? Object.values(text)[0] ?? ''
}
