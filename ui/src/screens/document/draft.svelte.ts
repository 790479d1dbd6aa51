/** A draft under someone's hands: its text, its saves, and the way into the record. */

import { FormContext } from '../../form/context.svelte'
import { Autosave, type Unwritten } from '../../form/autosave.svelte'
import { plain, rowsOf, textOf, type Body } from '../../form/body'
import { inPageOrder, nextFinding } from '../../form/path'
import { call, type Refusal } from '../../ipc/call'
import type { DraftView, Finding, Form, SignDocument } from '../../ipc/generated'
import { Attempt } from '../../state/attempt.svelte'
import { kinds } from '../../state/kinds.svelte'
import { takeUp } from '../../state/handover.svelte'
import { back, go, router } from '../../state/router.svelte'
import { session } from '../../state/session.svelte'
import { undo } from '../../state/undo.svelte'

/** What the person gives to sign: the password, and what the record asked for besides. */
export type Signing = Pick<SignDocument, 'password' | 'license_override' | 'clock_confirmed'>

export class Writing {
  body: Body = $state({})
  readonly saver: Autosave
  readonly context: FormContext
  /** The sign dialog is open. */
  signing = $state(false)
  /** Whatever is asked of the record for this draft, one at a time. */
  readonly attempt = new Attempt()
  /** Someone like this client is in the record already. */
  duplicate: Refusal | null = $state.raw(null)
  asking = $state(false)
  /** Set while a person is asked whether to leave text behind that could not be written. */
  leaving: ((leave: boolean) => void) | null = $state.raw(null)
  #walked: Finding | null = null
  /** Of whom something stands beside the draft. */
  #shown = ''
  /** The text is part of the record, or was discarded: nothing asks before leaving any more. */
  #settled = false

  constructor(
    readonly draft: DraftView,
    readonly form: Form,
  ) {
    // What could not be written before a lock goes on from here; it is newer than the record's.
    const held = takeUp<Unwritten>(`draft ${draft.document}`)
    this.body = plain(held?.body ?? (draft.body as Body))
    this.saver = new Autosave(held && JSON.stringify(held.body) !== JSON.stringify(draft.body) ? { ...draft, rev: held.rev } : draft)
    this.context = new FormContext(form, draft.kind, draft.client_id, session.today)
    this.context.findings = draft.findings
    this.#besideIt()
  }

  /** What is written was kept. Of someone who was chosen since, the record shows what stands beside them only now. */
  kept(): void {
    if (kinds.beside(this.draft.kind, 'roster') && this.#chosen() !== this.#shown) this.#besideIt()
  }

  #besideIt(): void {
    this.#shown = this.#chosen()
    void call('evidence', { document: this.draft.document }).then(
      (it) => (this.context.evidence = it),
      () => undefined,
    )
  }

  #chosen(): string {
    const clients = rowsOf(this.body.people).map((it) => textOf(it.client))
    return clients.toSorted().join()
  }

  /** It prints, unless it is kept between its author and the supervisor. */
  get printable(): boolean {
    const view = kinds.of(this.draft.kind)
    const kept = view?.confidence ? this.body[view.confidence] === true : false
    return session.may('print') && (view?.languages.length ?? 0) > 0 && !kept
  }

  get records(): boolean {
    return this.draft.finish === 'recorded'
  }

  /** What the record found, and what this page could not read. */
  get found(): Finding[] {
    return this.context.withUnread(this.saver.findings, this.body)
  }

  /** Findings in the order of the page. */
  get findings(): Finding[] {
    return inPageOrder(this.form, this.found)
  }

  /** May this page be left? Text that cannot be written asks once. */
  async mayLeave(): Promise<boolean> {
    if (this.#settled || (await this.saver.flush())) return true
    return new Promise((resolve) => (this.leaving = resolve))
  }

  leave(without: boolean): void {
    this.#settled = without
    this.leaving?.(without)
    this.leaving = null
  }

  close(): void {
    if (this.#settled) this.saver.settle()
    else this.saver.close()
  }

  walk(finding: Finding | null, path: string): void {
    this.#walked = finding ?? this.#walked
    for (const it of this.context.within(path)) this.context.touched.add(it.field)
    void this.context.walkTo(path, this.body)
  }

  step(by: 1 | -1): void {
    const next = nextFinding(this.findings, this.#walked, by)
    if (next) this.walk(next, next.field)
  }

  /** Signs or records, or leads to what holds it. The text is written first, so what is signed is what is on screen. */
  async finish(): Promise<void> {
    await this.attempt.run(async () => {
      const kept = await this.saver.flush()
      const first = this.findings.find((it) => it.weight === 'hold')
      if (!kept) this.attempt.refuse(this.saver.words)
      else if (first) this.walk(first, first.field)
      else if (this.records) await this.#record('')
      else this.signing = true
    }, this.#answered)
  }

  /** Records it although someone like this client is in the record: `reason` says how one knows. */
  async recordAsAnother(reason: string): Promise<void> {
    await this.attempt.run(() => this.#record(reason), this.#answered)
  }

  async sign(signing: Signing): Promise<void> {
    await call('sign_document', { document: this.draft.document, rev: this.saver.rev, ...signing })
    this.#done()
  }

  /** What the record found only now is shown at its fields. */
  refuse(refused: Refusal): void {
    this.attempt.refuse(refused.message)
    this.asking = false
    // Someone else's version came in meanwhile: both are put side by side, and this text goes along.
    if (refused.code === 'followed') void go({ screen: 'settle', document: this.draft.document })
    if (refused.findings.length > 0) this.saver.findings = refused.findings
    const first = this.findings.find((it) => it.weight === 'hold')
    if (refused.code === 'held' && first) this.walk(first, first.field)
  }

  async discard(): Promise<void> {
    const { document, title } = this.draft
    await this.saver.flush()
    if (!(await this.attempt.run(() => call('discard_draft', { document })))) return
    this.#settled = true
    this.saver.settle()
    undo.tell(`${title} draft discarded.`, async () => {
      await call('restore_draft', { document })
      await go({ screen: 'document', document, draft: true })
    })
    if (!(await back())) await go({ screen: 'today' })
  }

  /** Another window's text instead of this one's. */
  async takeNewer(): Promise<void> {
    await this.attempt.run(async () => {
      this.body = plain((await this.saver.takeNewer()).body as Body)
    })
  }

  /** This window's text over another one's. */
  async keepThis(): Promise<void> {
    await this.attempt.run(() => this.saver.keepThis())
  }

  async #record(reason: string): Promise<void> {
    await call('record_document', { document: this.draft.document, rev: this.saver.rev, duplicate_reason: reason })
    this.#done()
  }

  readonly #answered = (refused: Refusal): boolean => {
    if (refused.code === 'duplicate') {
      this.duplicate = refused
      this.asking = true
    } else this.refuse(refused)
    return true
  }

  #done(): void {
    this.#settled = true
    this.saver.settle()
    const { kind, client_id, revision, document } = this.draft
    if (kinds.of(kind)?.starts === 'clients' && client_id && !revision) router.replace({ screen: 'chart', client: client_id })
    else router.replace({ screen: 'document', document })
  }
}
