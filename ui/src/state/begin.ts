import { call } from '../ipc/call'
import type { DraftLine, Kind, StartDraft } from '../ipc/generated'
import { notice } from './notice.svelte'
import { go } from './router.svelte'

let starting = false

/** Starts a draft, or takes mine up again, and opens it. A second press while the first is answered starts nothing. */
export async function begin(kind: Kind, more: Partial<StartDraft> = {}) {
  if (starting) return
  starting = true
  const draft = await notice.of(() => call('start_draft', { kind, client: null, document: null, body: null, ...more }))
  starting = false
  if (draft) await go({ screen: 'document', document: draft.document, draft: true })
}

/** Opens a draft. One that a colleague prepared becomes mine first; it keeps who prepared it. */
export async function openDraft(line: DraftLine) {
  if (line.prepared_by && !(await notice.of(() => call('take_over_draft', { document: line.document })))) return
  await go({ screen: 'document', document: line.document, draft: true })
}
