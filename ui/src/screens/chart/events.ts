import type { ChartView } from '../../ipc/generated'
import type { Event } from '../../parts/measure-chart'

/** Named lines through the measures: the plan's signature, each return to use, and today. */
export function eventsOf(chart: Pick<ChartView, 'plan' | 'entries'>, today: string): Event[] {
  const plan = chart.plan ? [{ on: chart.plan.signed_on, word: `plan v${chart.plan.version}` }] : []
  const lapses = chart.entries.flatMap((entry) =>
    entry.kind === 'lapse' && entry.status !== 'retracted' && entry.on ? [{ on: entry.on, word: 'return to use' }] : [],
  )
  return [...plan, ...lapses, { on: today, word: 'today', now: true }]
}
