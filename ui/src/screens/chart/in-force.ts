import type { ChartView, Kind } from '../../ipc/generated'
import { kinds } from '../../state/kinds.svelte'

/** Of some kinds a chart has one, and another one is a new version of it. Null for every other kind. */
export function inForce(chart: Pick<ChartView, 'entries'>, kind: Kind): string | null {
  if (!kinds.of(kind)?.one) return null
  return chart.entries.find((entry) => entry.kind === kind && entry.status !== 'retracted')?.document ?? null
}
