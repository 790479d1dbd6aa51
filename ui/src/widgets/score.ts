/** What a questionnaire's answers say so far. The record scores again when it is signed; this is what the person asking sees. */

import type { Instrument } from '../ipc/generated'
import type { JsonValue } from '../ipc/serde_json/JsonValue'

/** One answer per item; null where there is none yet. */
export type Answers = (number | null)[]

/** Exactly one place per item, whatever is stored. */
export function answersOf(value: JsonValue | undefined, items: number): Answers {
  const stored = Array.isArray(value) ? value : []
  return Array.from({ length: items }, (_, i) => (typeof stored[i] === 'number' ? stored[i] : null))
}

/** The total and its word; null while any item has no answer. */
export function totalOf(instrument: Instrument, answers: Answers): { total: number; band: string } | null {
  let total = 0
  for (const answer of answers) {
    if (answer === null) return null
    total += answer
  }
  const band = instrument.bands.find((it) => total >= it.from && total <= it.to)
  return { total, band: band?.label ?? '' }
}

/** Answers that concern someone's safety, whatever the total: the item, from 1, and what has to happen. */
export function flagged(instrument: Instrument, answers: Answers): { item: number; answer: number; action: string }[] {
  return instrument.flags.flatMap((flag) => {
    const answer = answers[flag.item - 1] ?? null
    return answer !== null && answer >= flag.at_least ? [{ item: flag.item, answer, action: flag.action }] : []
  })
}

/** The wording in a language; English, and said so, where there is none. */
export function wordingIn(text: { [key in string]: string }, language: string): string {
  return text[language] ?? text.en ?? Object.values(text)[0] ?? ''
}
