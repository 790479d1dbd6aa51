/** Commands after which lists on screen may no longer be true. */
const writes = new Set<string>([
  'create_vault',
  'unlock',
  'recover',
  'lock',
  'start_draft',
  'save_draft',
  'discard_draft',
  'restore_draft',
  'record_document',
  'sign_document',
  'add_addendum',
  'retract_document',
  'add_staff',
  'rebuild_views',
  'change_password',
  'change_staff',
  'remove_staff',
  'set_care_team',
  'override_chart',
  'cosign_document',
  'return_document',
  'sign_by_hand',
  'back_up',
  'restore',
  'change_settings',
])

/** Typing and drafts change nothing that others wait for or that is kept safe. */
const drafting = new Set<string>(['start_draft', 'save_draft', 'discard_draft', 'restore_draft'])

/** Typing saves often; lists only follow once it pauses. */
const PAUSE = 400

class Live {
  /** Grows when something in the record changed. A screen that reads it asks again. */
  changed = $state(0)
  /** Grows when something entered the record or its keeping changed; typing does not count. */
  entered = $state(0)
}

export const live = new Live()

let pending: ReturnType<typeof setTimeout> | undefined

let told = -Infinity

/** A command found the record locked. Told at most once a second, since every screen asks again. */
export function lockedMeanwhile() {
  if (performance.now() - told < 1000) return
  told = performance.now()
  live.changed += 1
}

/** Notes that a command changed the record. */
export function changedBy(command: string) {
  if (!writes.has(command)) return
  if (!drafting.has(command)) live.entered += 1
  clearTimeout(pending)
  if (command === 'save_draft') {
    pending = setTimeout(() => (live.changed += 1), PAUSE)
  } else {
    live.changed += 1
  }
}
