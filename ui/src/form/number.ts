/** Numbers as people here write them: a point before decimals, a comma between groups of three digits. */

const PLAIN = /^[-+]?(\d+\.?\d*|\.\d+)$/
const GROUPED = /^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/

/** What an input method or another program may bring along, as it is typed here: full-width digits, a true minus sign. */
const plainly = (typed: string): string => typed.normalize('NFKC').replace('\u2212', '-').trim()

/** The number meant. Null where none is, or where two readings are possible: "1,5" is one and a half to some and a slip of 15 to others. */
export function readNumber(typed: string): number | null {
  const text = plainly(typed)
  return PLAIN.test(text) || GROUPED.test(text) ? Number(text.replaceAll(',', '')) : null
}

/** Why no number was read, and what to write instead. */
export function whyUnread(typed: string): string {
  const text = plainly(typed)
  if (!/^[-+\d.,]*\d[\d.,]*$/.test(text) || !text.includes(',')) return 'This is not a number.'
  const parts = /^(\d+),(\d+)$/.exec(text)
  return parts
    ? `Write ${parts[1]}.${parts[2]} with a point, or ${parts[1]}${parts[2]} without the comma.`
    : 'Write decimals with a point; a comma only before each three digits, as in 1,095.'
}
