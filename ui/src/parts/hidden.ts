import type { Kind } from '../ipc/generated'

/** Lines of these kinds name people or a score, so they are not shown while names are hidden. */
const telling = new Set<Kind>(['screening', 'contact', 'release', 'family_session', 'face_sheet', 'aftercare_plan'])

/** A document's line, or nothing while names are hidden and it would tell. */
export const lineOf = (entry: { kind: Kind; summary: string }, namesHidden: boolean): string =>
  namesHidden && telling.has(entry.kind) ? '' : entry.summary
