import type { Kind } from '../ipc/generated'
import { kinds } from '../state/kinds.svelte'

/** A document's line, or nothing while names are hidden and it would tell a name or a score. */
export const lineOf = (entry: { kind: Kind; summary: string }, namesHidden: boolean): string =>
  namesHidden && (kinds.of(entry.kind)?.line_tells ?? true) ? '' : entry.summary
