/**
 * Characters nobody sees or meant, taken out or put right as a text is pasted. The record does the same with whatever comes in
 * (`crates/clinical/src/clean.rs`); `tests/fixtures/pasted_text.json` holds both to one rule.
 */

export type Cleaned = {
  text: string
  /** Hidden characters taken out. */
  removed: number
  /** Marks of a word processor's own font, put right. */
  replaced: number
}

/** Word keeps the bullets and marks of its Symbol and Wingdings fonts at these places, where no other font has a letter. */
const WORD_MARKS = new Map<number, string>([
  [0xf04a, '☺'],
  [0xf06c, '•'],
  [0xf06e, '•'],
  [0xf06f, '☐'],
  [0xf071, '☐'],
  [0xf075, '•'],
  [0xf076, '•'],
  [0xf09f, '•'],
  [0xf0a7, '•'],
  [0xf0a8, '☐'],
  [0xf0b7, '•'],
  [0xf0d8, '•'],
  [0xf0e0, '→'],
  [0xf0fb, '☒'],
  [0xf0fc, '✓'],
  [0xf0fe, '☑'],
])

type Ranges = readonly (readonly [number, number])[]

const LINE_ENDS: Ranges = [
  [0x0b, 0x0d],
  [0x85, 0x85],
  [0x2028, 0x2029],
]
const DIRECTIONS: Ranges = [
  [0x61c, 0x61c],
  [0x200e, 0x200f],
]
const SELECTORS: Ranges = [
  [0xfe00, 0xfe0f],
  [0xe0100, 0xe01ef],
]
/** Leaves no mark on paper. What turns the reading direction by force is none of these: it is held by the record. */
const HIDDEN: Ranges = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202c],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffc],
  [0xe0000, 0xe01ef],
]
/** Letters of scripts that read from right to left. */
const LEFTWARD: Ranges = [
  [0x590, 0x61b],
  [0x61d, 0x8ff],
  [0xfb1d, 0xfdff],
  [0xfe70, 0xfefc],
  [0x10800, 0x10fff],
  [0x1e800, 0x1efff],
]
/** Letters of scripts whose letters are joined or stacked, where a joiner says how. */
const JOINING: Ranges = [
  [0x600, 0x61b],
  [0x61d, 0x109f],
  [0x1700, 0x180a],
  [0x1810, 0x1cff],
  [0xa800, 0xabff],
  [0xfb50, 0xfdff],
  [0xfe70, 0xfefc],
  [0x10a00, 0x11fff],
  [0x1e900, 0x1e95f],
]
const PICTURES: Ranges = [
  [0x2190, 0x2bff],
  [0xfe0f, 0xfe0f],
  [0x1f000, 0x1faff],
]

const within = (ranges: Ranges, c: number): boolean => ranges.some(([first, last]) => first <= c && c <= last)
const varies = (c: number): boolean => (c < 0x80 ? /[#*0-9]/ : /\S/u).test(String.fromCodePoint(c)) && !within(HIDDEN, c)

/**
 * The text without what nobody sees or meant. Everything with a meaning stays: joiners between letters that join, marks of direction beside
 * letters that read from right to left, the selector of a heart.
 */
export function clean(typed: string): Cleaned {
  const codes = Array.from(typed, (it) => it.codePointAt(0) ?? 0)
  const leftward = codes.some((it) => within(LEFTWARD, it))
  const kept: number[] = []
  let [removed, replaced] = [0, 0]
  const mark = (ranges: Ranges, c: number | undefined): boolean => c !== undefined && within(ranges, c)
  codes.forEach((c, at) => {
    const [before, after] = [kept.at(-1), codes[at + 1]]
    if (c === 0x0d && after === 0x0a) return
    const joiner = c === 0x200c || c === 0x200d
    if (within(LINE_ENDS, c)) kept.push(0x0a)
    else if (
      (leftward && within(DIRECTIONS, c)) ||
      (joiner && (mark(JOINING, before) || mark(JOINING, after))) ||
      (c === 0x200d && mark(PICTURES, before) && mark(PICTURES, after)) ||
      (within(SELECTORS, c) && before !== undefined && varies(before))
    )
      kept.push(c)
    else if (within(HIDDEN, c)) removed += 1
    else {
      const print = WORD_MARKS.get(c)?.codePointAt(0)
      if (print !== undefined) replaced += 1
      kept.push(print ?? c)
    }
  })
  return { text: kept.map((it) => String.fromCodePoint(it)).join(''), removed, replaced }
}

/** What a person is told of it; empty where there is nothing to tell. */
export function saidOf({ removed, replaced }: Cleaned): string {
  const count = (number: number, one: string, many: string): string => (number === 0 ? '' : number === 1 ? `1 ${one}` : `${number} ${many}`)
  const parts = [
    count(removed, 'hidden character was removed', 'hidden characters were removed'),
    count(
      replaced,
      'mark of a word processor was replaced by one that prints',
      'marks of a word processor were replaced by ones that print',
    ),
  ]
  const said = parts.filter(Boolean).join(', ')
  return said && `${said}.`
}
