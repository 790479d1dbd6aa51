import { describe, expect, it } from 'vitest'
import { measures, objectives } from '../dev/mock/chart'
import { changeWord, draw, inWords, targetOf } from '../src/parts/measure-chart'
import type { Series } from '../src/ipc/generated'

const events = [
  { on: '2026-03-12', word: 'plan v1' },
  { on: '2026-04-05', word: 'return to use' },
  { on: '2026-04-09', word: 'today', now: true },
]
const shown = () => draw(measures, events, objectives, 660)

describe('measures over time', () => {
  it('gives each questionnaire a panel and bands of its own', () => {
    const [phq, gad] = shown().panels
    expect(phq!.bands.map((band) => band.label)).toContain('severe 20–27')
    expect(gad!.bands.map((band) => band.label)).toContain('severe 15–21')
    expect(gad!.top).toBeGreaterThan(phq!.bottom)
    expect((phq!.bottom - phq!.top) / 27).toBeCloseTo((gad!.bottom - gad!.top) / 21)
  })
  it('leaves no gap between bands and stays inside its panel', () => {
    for (const panel of shown().panels) {
      const heights = panel.bands.reduce((sum, band) => sum + band.height, 0)
      expect(heights).toBeCloseTo(panel.bottom - panel.top)
      for (const point of panel.points) {
        expect(point.y).toBeGreaterThanOrEqual(panel.top)
        expect(point.y).toBeLessThanOrEqual(panel.bottom)
      }
    }
  })
  it('keeps days in order and inside the frame', () => {
    const { panels, left, right } = shown()
    const xs = panels[0]!.points.map((point) => point.x)
    expect([...xs].sort((one, other) => one - other)).toEqual(xs)
    expect(Math.min(...xs)).toBeGreaterThan(left)
    expect(Math.max(...xs)).toBeLessThan(right)
  })
  it('breaks the line at an incomplete use and draws no point for it', () => {
    const series: Series = structuredClone(measures[0]!)
    series.points[1]!.total = null
    const panel = draw([series], events, [], 660).panels[0]!
    expect(panel.points.map((point) => point.total)).toEqual([17, 16])
    expect(panel.lines).toEqual([])
    expect(inWords([series], (on) => on)).toContain('not complete on 2026-03-24')
  })
  it('reads the target of the objective that names the questionnaire, and no other', () => {
    expect(targetOf(measures[0]!, objectives)).toEqual({ total: 10, word: 'target: under 10', by: '2026-05-05' })
    expect(targetOf(measures[1]!, objectives)).toBeNull()
  })
  it('says a reliable change in words and stays silent about others', () => {
    expect(changeWord(4, true)).toBe('up 4, reliable change')
    expect(changeWord(-9, true)).toBe('down 9, reliable change')
    expect(changeWord(3, false)).toBe('')
    expect(changeWord(null, false)).toBe('')
  })
  it('never lets two day labels run into each other', () => {
    const many: Series = {
      ...measures[0]!,
      points: Array.from({ length: 40 }, (_, index) => ({
        ...measures[0]!.points[0]!,
        on: `2026-03-${String((index % 28) + 1).padStart(2, '0')}`,
      })),
    }
    const { days } = draw([many], events, [], 660)
    for (let at = 1; at < days.length; at += 1) expect(days[at]!.x - days[at - 1]!.x).toBeGreaterThanOrEqual(52)
  })
  it('draws a single use without dividing by nothing', () => {
    const one: Series = { ...measures[0]!, points: measures[0]!.points.slice(0, 1) }
    const drawing = draw([one], [{ on: one.points[0]!.on, word: 'today', now: true }], [], 400)
    expect(Number.isFinite(drawing.panels[0]!.points[0]!.x)).toBe(true)
  })
  it('never overprints the words of two events, however close they are', () => {
    const close = [
      ...events,
      { on: '2026-04-10', word: 'plan v2' },
      { on: '2026-04-05', word: 'return to use' },
      { on: '2026-04-06', word: 'return to use' },
    ]
    const marks = draw(measures, close, objectives, 660).events.map((mark) => {
      const long = mark.word.length * 7
      return { y: mark.y, from: mark.anchor === 'end' ? mark.x - long : mark.x, to: mark.anchor === 'end' ? mark.x : mark.x + long }
    })
    for (const [at, one] of marks.entries())
      for (const other of marks.slice(at + 1)) expect(one.y !== other.y || one.to <= other.from || other.to <= one.from).toBe(true)
  })
  it('keeps a target whose day has passed at its day', () => {
    const later = [{ on: '2026-05-20', word: 'today', now: true }]
    const { target } = draw(measures, later, objectives, 660).panels[0]!
    const today = draw(measures, later, objectives, 660).events[0]!.x
    expect(target!.to).toBeLessThan(today)
    expect(target!.from).toBeLessThan(target!.to)
  })
})

describe('long after the last use', () => {
  it('leaves today out rather than pressing the rest together', () => {
    expect(draw(measures, [{ on: '2026-11-22', word: 'today', now: true }], [], 660).events).toEqual([])
    expect(draw(measures, events, [], 660).events.some((mark) => mark.now)).toBe(true)
  })
})
