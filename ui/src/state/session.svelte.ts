import type { Me, Permission, Status } from '../ipc/generated'
import { today } from '../words/dates'

/** What the status bar says about the text on screen. */
export type Saved = { state: 'saved' | 'saving' | 'failed' | 'quiet'; text: string }

/** A key the page teaches in the status bar. */
export type Key = { keys: string; does: string }

/** Whoever can be named on a screen. */
type Named = { name: string; initials: string }

/** What nobody may do while the record is only read. */
const writing = new Set<Permission>(['write_demographics', 'write_clinical', 'cosign', 'manage_program'])

class Session {
  /** What the record said of itself last. */
  status = $state<Status | null>(null)
  /** Initials instead of names, and no moods or scores, for shared rooms. */
  namesHidden = $state(false)
  saved = $state<Saved>({ state: 'quiet', text: '' })
  /** Keys of the page on screen. */
  keys = $state<Key[]>([])
  /** The page needs the width: the navigation folds. */
  wide = $state(false)
  /** What Ctrl N does on this page; elsewhere it asks whose note. */
  newNote: (() => void) | null = null

  get me(): Me | null {
    return this.status?.me ?? null
  }

  /** Today at the site, as the record knows it. */
  get today(): string {
    return this.status?.today ?? today()
  }

  get readOnly(): boolean {
    return this.status?.read_only ?? false
  }

  /** The signed-in person's role allows it; the record decides again. */
  may(what: Permission): boolean {
    return (this.me?.may.includes(what) ?? false) && !(this.readOnly && writing.has(what))
  }

  /** The name, or the initials while names are hidden. */
  name(person: Named): string {
    return this.namesHidden ? person.initials : person.name
  }

  /** The name of someone the record gives no initials for. */
  plainName(name: string): string {
    return this.namesHidden ? initials(name) : name
  }
}

export const session = new Session()

/** "Alex Testcase-Example" to "A. T.-E."; what stands in brackets is no part of a name. */
export function initials(name: string): string {
  const letter = (part: string) => /[\p{L}\p{N}]/u.exec(part)?.[0].toLocaleUpperCase()
  const word = (text: string) =>
    text
      .split('-')
      .flatMap((part) => letter(part) ?? [])
      .map((first) => `${first}.`)
      .join('-')
  return name
    .replace(/\([^)]*\)/g, ' ')
    .split(/\s+/)
    .map(word)
    .filter(Boolean)
    .join(' ')
}

/** Says in the status bar how the text on screen stands. */
export function tellSaved(state: Saved['state'], text = '') {
  session.saved = { state, text }
}
