import { call } from '../ipc/call'
import type { Kind, StartDraft } from '../ipc/generated'
import { notice } from './notice.svelte'
import { go } from './router.svelte'

/** Starts a draft, or takes mine up again, and opens it. */
export async function begin(kind: Kind, more: Partial<StartDraft> = {}) {
  const draft = await notice.of(() => call('start_draft', { kind, client: null, document: null, body: null, ...more }))
  if (draft) await go({ screen: 'document', document: draft.document, draft: true })
}

/** Kinds a person starts from a chart, in the order a stay in the program meets them. Group notes come from their session. */
export const startable: { kind: Kind; label: string; says: string }[] = [
  { kind: 'individual_note', label: 'Individual note', says: 'New individual note' },
  { kind: 'family_session', label: 'Family session', says: 'New family session' },
  { kind: 'screening', label: 'Screening (PHQ-9, GAD-7)', says: 'New screening' },
  { kind: 'assessment', label: 'Intake assessment', says: 'New intake assessment' },
  { kind: 'episode', label: 'Episode of care', says: 'New episode of care' },
  { kind: 'treatment_plan', label: 'Treatment plan', says: 'New treatment plan' },
  { kind: 'aftercare_plan', label: 'Aftercare plan', says: 'New aftercare plan' },
  { kind: 'contact', label: 'Contact', says: 'New contact' },
  { kind: 'release', label: 'Release of information', says: 'New release' },
  { kind: 'lapse', label: 'Return to use', says: 'Record a return to use' },
  { kind: 'mutual_help_meeting', label: 'Mutual-help meeting', says: 'Log a mutual-help meeting' },
]

/** Kinds that have a printed page. */
export const printed: Kind[] = ['treatment_plan', 'aftercare_plan']
