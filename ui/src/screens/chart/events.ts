import type { ChartView } from '../../ipc/generated'
import type { Event } from '../../parts/measure-chart'
import { kinds } from '../../state/kinds.svelte'

/** Named lines through the measures: the plan's signature, what else bears on a score, and today. */
export function eventsOf(chart: Pick<ChartView, 'plan' | 'entries'>, today: string): Event[] {
  const plan = chart.plan ? [{ on: chart.plan.signed_on, word: `plan v${chart.plan.version}` }] : []
  const told = chart.entries.flatMap((entry) => {
    const word = kinds.of(entry.kind)?.on_measures
    return word && entry.status !== 'retracted' && entry.on ? [{ on: entry.on, word }] : []
  })
  return [...plan, ...told, { on: today, word: 'today', now: true }]
}
