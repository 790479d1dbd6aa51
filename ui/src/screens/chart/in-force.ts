import type { ChartView, Kind } from '../../ipc/generated'

/** A client has one treatment plan and one aftercare plan; another one is a new version of it. Null for every other kind. */
export function inForce(chart: Pick<ChartView, 'plan' | 'entries'>, kind: Kind): string | null {
  if (kind === 'treatment_plan' && chart.plan) return chart.plan.document
  if (kind !== 'treatment_plan' && kind !== 'aftercare_plan') return null
  return chart.entries.find((entry) => entry.kind === kind && entry.status !== 'retracted')?.document ?? null
}
