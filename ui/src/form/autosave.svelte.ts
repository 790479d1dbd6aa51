/**
 * Keeps a draft while it is typed: the newest text wins, one write at a time, a second after the last key, at once on leaving a field
 * and before signing, leaving or locking. What could not be written stays on screen and is tried again.
 */

import { untrack } from 'svelte'
import { call, refusal } from '../ipc/call'
import type { DraftSaved, DraftView, Finding } from '../ipc/generated'
import { holds, type Piece } from '../state/handover.svelte'
import { clock } from '../words/dates'
import type { Body } from './body'

/** Where the draft stands. `stale`: another window saved it since. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'stale'

/** A text held over a lock, and the save it followed. */
export type Unwritten = { rev: number; body: Body }

const PAUSE = 1000
const RETRY = [2000, 5000, 15_000, 60_000]

export class Autosave {
  state = $state<SaveState>('saved')
  /** Why it was not saved, as the record put it. */
  why = $state('')
  savedAt = $state('')
  findings = $state.raw<Finding[]>([])
  rev: number

  readonly #document: string
  #newest: string
  #kept: string
  #writing: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  readonly #unheld: () => void

  constructor(draft: DraftView) {
    this.#document = draft.document
    this.rev = draft.rev
    this.savedAt = draft.saved_at
    this.findings = draft.findings
    this.#newest = this.#kept = JSON.stringify(draft.body)
    this.#unheld = holds(this)
  }

  /** "Saving", "Draft saved 6:05 pm", or why not. */
  get words(): string {
    switch (this.state) {
      case 'saving':
      case 'waiting':
        return 'Saving'
      case 'saved':
        return `Draft saved ${clock(this.savedAt)}`
      case 'failed':
        return this.why
      case 'stale':
        return 'Not saved: this draft was changed in another window.'
    }
  }

  /** "6:05 pm", the last time everything was kept. */
  get savedWords(): string {
    return clock(this.savedAt)
  }

  /** The body as it stands now. */
  push(body: Body): void {
    // Writing it down reads every answer, so an effect that pushes follows all of them without a copy.
    const text = JSON.stringify(body)
    untrack(() => {
      if (text === this.#newest) return
      this.#newest = text
      if (this.state === 'stale') return
      if (this.state !== 'saving') this.state = this.state === 'failed' ? 'failed' : 'waiting'
      this.#later(PAUSE)
    })
  }

  /** Writes now. True when nothing typed is left unwritten. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer)
    while (this.#newest !== this.#kept && this.state !== 'stale') {
      if (this.#writing) await this.#writing
      else await this.#write()
      if (this.state === 'failed') return false
    }
    if (this.#writing) await this.#writing
    return this.#newest === this.#kept
  }

  /** What would be lost with this window. */
  unsaved(): Piece | null {
    if (this.#newest === this.#kept) return null
    const text = JSON.stringify({ rev: this.rev, body: JSON.parse(this.#newest) as Body } satisfies Unwritten)
    return { about: `draft ${this.#document}`, text }
  }

  /** The other window's text, to be shown instead of this one. */
  async takeNewer(): Promise<DraftView> {
    const draft = await call('draft', { document: this.#document })
    this.rev = draft.rev
    this.savedAt = draft.saved_at
    this.findings = draft.findings
    this.#newest = this.#kept = JSON.stringify(draft.body)
    this.state = 'saved'
    return draft
  }

  /** This window's text, written over the other one. */
  async keepThis(): Promise<boolean> {
    const draft = await call('draft', { document: this.#document })
    this.rev = draft.rev
    this.#kept = JSON.stringify(draft.body)
    this.state = 'waiting'
    if (this.#newest === this.#kept) this.state = 'saved'
    return this.flush()
  }

  /** The screen is leaving: what is still unwritten is written in the background. */
  close(): void {
    void this.flush().finally(() => {
      clearTimeout(this.#timer)
      this.#unheld()
    })
  }

  /** The draft became part of the record, or was discarded: nothing is left to write. */
  settle(): void {
    clearTimeout(this.#timer)
    this.#kept = this.#newest
    this.state = 'saved'
    this.#unheld()
  }

  #later(pause: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), pause)
  }

  async #write(): Promise<void> {
    const text = this.#newest
    this.state = 'saving'
    this.#writing = call('save_draft', { document: this.#document, rev: this.rev, body: JSON.parse(text) as Body })
      .then((saved) => this.#keep(text, saved))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => (this.#writing = null))
    await this.#writing
  }

  #keep(text: string, saved: DraftSaved): void {
    this.rev = saved.rev
    this.savedAt = saved.saved_at
    this.findings = saved.findings
    this.#kept = text
    this.#failures = 0
    this.state = this.#newest === text ? 'saved' : 'waiting'
  }

  #fail(error: unknown): void {
    const { code, message } = refusal(error)
    if (code === 'stale') {
      this.state = 'stale'
      return
    }
    this.state = 'failed'
    this.why = message.startsWith('Not saved') ? message : `Not saved: ${message} Your text is kept on this screen.`
    this.#later(RETRY[Math.min(this.#failures++, RETRY.length - 1)] ?? PAUSE)
  }
}
