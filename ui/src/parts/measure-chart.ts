import type { ObjectiveLine, Series } from '../ipc/generated'
import { dayNumber } from '../words/dates'

/** Where everything stands in a drawing of one or more questionnaires, each on its own bands. */
export type Drawing = { width: number; height: number; left: number; right: number; panels: Panel[]; events: EventWord[]; days: Tick[] }

export type Panel = {
  title: string
  top: number
  bottom: number
  bands: { label: string; y: number; height: number; shaded: boolean; labelY: number; edge: number }[]
  /** One path for each run of totals without a gap. */
  lines: string[]
  points: {
    x: number
    y: number
    total: number
    flagged: number[]
    said: string
    document: string
    label: { x: number; anchor: 'start' | 'end' }
  }[]
  target: { y: number; from: number; to: number; word: string; x: number; anchor: 'start' | 'end' } | null
}

/** A named line through all panels; its word stands at `y`, left or right of it. */
export type EventWord = { word: string; x: number; y: number; anchor: 'start' | 'end'; now: boolean }
type Tick = { x: number; on: string }

/** Something that happened on a day, or a day that matters. */
export type Event = { on: string; word: string; now?: boolean }

const LEFT = 26
const LABELS = 148
/** Days after the last use, event or target for which today still belongs in the drawing. */
const QUIET = 45
/** About the width of a letter at 12 px, semibold. */
const LETTER = 7
const GAP = 18
const FOOT = 22
/** Height of one point of a score, so that panels of different length keep one measure of steepness. */
const STEP = 5.2
/** The longest words beside a point. */
const LABEL = 136
/** Day labels closer than this would run into each other. */
const APART = 52

/** "under 10", "< 10" and "10 or less" are below; a bare number is the number itself. */
export function targetOf(
  series: Pick<Series, 'title'>,
  objectives: ObjectiveLine[],
): { total: number; word: string; by: string | null } | null {
  const title = series.title.toLocaleLowerCase()
  const named = objectives.find((each) => `${each.measure} ${each.text}`.toLocaleLowerCase().includes(title))
  const number = named && /\d+/.exec(named.target)
  if (!named || !number) return null
  const below = /under|below|less|<|menos/i.test(named.target)
  return { total: Number(number[0]), word: `target: ${below ? 'under ' : ''}${number[0]}`, by: named.target_date }
}

/** What a step says in words; silent when it is no reliable change. */
export const changeWord = (change: number | null, reliable: boolean): string =>
  change !== null && reliable ? `${change > 0 ? 'up' : 'down'} ${Math.abs(change)}, reliable change` : ''

/** The whole drawing for a width in pixels. */
export function draw(all: Series[], named: Event[], objectives: ObjectiveLine[], width: number): Drawing {
  const targets = all.map((series) => targetOf(series, objectives))
  const happened = [
    ...all.flatMap((series) => series.points.map((point) => dayNumber(point.on))),
    ...named.filter((event) => !event.now).map((event) => dayNumber(event.on)),
    ...targets.flatMap((target) => (target?.by ? [dayNumber(target.by)] : [])),
  ]
  // Long after the last of it, today would only press the rest together.
  const events = named.filter((event) => !event.now || dayNumber(event.on) - Math.max(...happened) <= QUIET)
  const days = [...happened, ...events.map((event) => dayNumber(event.on))]
  const first = Math.min(...days)
  const last = Math.max(...days, first + 28)
  const pad = (last - first) * 0.06
  const right = Math.max(width - LABELS, LEFT + 120)
  const x = (day: number) => LEFT + ((day - first + pad) / (last - first + 2 * pad)) * (right - LEFT)

  const words = eventWords(events, x, right)
  let top = Math.max(12, ...words.map((word) => word.y)) + 6
  const panels = all.map((series, index): Panel => {
    const bottom = top + (series.max - series.min) * STEP
    const panel = onePanel(series, targets[index] ?? null, top, bottom, x, right, events)
    top = bottom + GAP
    return panel
  })
  return {
    width,
    height: top - GAP + FOOT,
    left: LEFT,
    right,
    panels,
    events: words,
    days: ticks(all, targets, x),
  }
}

/** Words of events, today's first: left or right of their line, on the first row where nothing is overprinted. */
function eventWords(events: Event[], x: (day: number) => number, right: number): EventWord[] {
  const placed: (EventWord & { from: number; to: number })[] = []
  const order = [...events].sort(
    (one, other) => Number(other.now ?? false) - Number(one.now ?? false) || dayNumber(one.on) - dayNumber(other.on),
  )
  for (const event of order) {
    const at = x(dayNumber(event.on))
    const long = event.word.length * LETTER
    const options = [0, 1, 2, 3].flatMap((row) => [
      { row, anchor: 'start' as const, from: at, to: at + long },
      { row, anchor: 'end' as const, from: at - long, to: at },
    ])
    const free = options.find(
      ({ row, from, to }) =>
        from >= 0 && to <= right + 4 && placed.every((other) => other.y !== rowY(row) || to + 8 <= other.from || from >= other.to + 8),
    )
    const { row, anchor, from, to } = free ?? options[0]!
    placed.push({ word: event.word, x: at, y: rowY(row), anchor, now: event.now ?? false, from, to })
  }
  return placed.map(({ from: _, to: __, ...word }) => word)
}

const rowY = (row: number): number => 12 + row * 15

function onePanel(
  series: Series,
  target: ReturnType<typeof targetOf>,
  top: number,
  bottom: number,
  x: (day: number) => number,
  right: number,
  events: Event[],
): Panel {
  const y = (total: number) => bottom - ((total - series.min) / (series.max - series.min || 1)) * (bottom - top)
  const bands = series.bands.map((band, index) => {
    const upper = index === series.bands.length - 1 ? top : y(band.to + 1)
    const lower = index === 0 ? bottom : y(band.from)
    return {
      label: `${band.label} ${band.from}–${band.to}`,
      y: upper,
      height: lower - upper,
      shaded: index % 2 === 0,
      labelY: (upper + lower) / 2 + 4,
      edge: index === series.bands.length - 1 ? series.max : band.to + 1,
    }
  })
  const lines: string[] = []
  let run: string[] = []
  for (const point of series.points) {
    if (point.total === null) {
      if (run.length > 1) lines.push(run.join(' '))
      run = []
    } else {
      run.push(`${run.length ? 'L' : 'M'}${x(dayNumber(point.on)).toFixed(1)} ${y(point.total).toFixed(1)}`)
    }
  }
  if (run.length > 1) lines.push(run.join(' '))
  const now = events.find((event) => event.now)
  const crossings = events.map((event) => x(dayNumber(event.on)))
  return {
    title: series.title,
    top,
    bottom,
    bands,
    lines,
    points: series.points.flatMap((point) =>
      point.total === null
        ? []
        : [
            {
              x: x(dayNumber(point.on)),
              y: y(point.total),
              total: point.total,
              flagged: point.flagged,
              said: changeWord(point.change, point.reliable),
              document: point.document,
              label: wordsAt(x(dayNumber(point.on)), crossings, right),
            },
          ],
    ),
    target: target && targetLine(target, series, now, x, y(target.total), right),
  }
}

/** Ahead: from today to its day, the word before it. Past: from the first use to its day, the word after it. */
function targetLine(
  target: NonNullable<ReturnType<typeof targetOf>>,
  series: Series,
  now: Event | undefined,
  x: (day: number) => number,
  y: number,
  right: number,
): Panel['target'] {
  const to = target.by ? x(dayNumber(target.by)) : right
  const today = now ? x(dayNumber(now.on)) : null
  const ahead = today !== null && to > today
  const first = series.points[0]
  const from = ahead ? today : first ? x(dayNumber(first.on)) : to
  return { y, from, to, word: target.word, x: ahead ? to - 6 : to + 6, anchor: ahead ? 'end' : 'start' }
}

/** Where a point's words stand: to its right, past a line that would cross them, or to its left at the edge. */
function wordsAt(x: number, lines: number[], right: number): { x: number; anchor: 'start' | 'end' } {
  const crossing = lines.filter((line) => line >= x - 2 && line < x + LABEL)
  const start = crossing.length ? Math.max(...crossing) + 8 : x + 14
  return start + LABEL <= right ? { x: start, anchor: 'start' } : { x: x - 14, anchor: 'end' }
}

function ticks(all: Series[], targets: ReturnType<typeof targetOf>[], x: (day: number) => number): Tick[] {
  const days = new Set([
    ...all.flatMap((series) => series.points.map((point) => point.on)),
    ...targets.flatMap((target) => target?.by ?? []),
  ])
  const kept: Tick[] = []
  for (const on of [...days].sort().reverse()) {
    const at = x(dayNumber(on))
    if (kept.every((other) => Math.abs(other.x - at) >= APART)) kept.unshift({ x: at, on })
  }
  return kept
}

/** The drawing in words, for those who do not see it. */
export const inWords = (all: Series[], say: (on: string) => string): string =>
  all
    .map((series) => `${series.title}: ${series.points.map((point) => `${point.total ?? 'not complete'} on ${say(point.on)}`).join(', ')}.`)
    .join(' ')
