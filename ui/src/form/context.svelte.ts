/** What every part of an open form shares: today, lists to pick from, findings, the evidence beside it, and which fields were gone through. */

import { getContext, setContext, tick } from 'svelte'
import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { call } from '../ipc/call'
import type { Evidence, Finding, Form, Kind, Listed, Listing } from '../ipc/generated'
import type { JsonValue } from '../ipc/serde_json/JsonValue'
import { textOf, type Body } from './body'
import { isAsked, isWithin, upward } from './path'

const KEY = Symbol('form')

const INPUTS = "input:not([type=radio]), textarea, select, [role=radio][tabindex='0']"

/** Where answering goes on inside a part of the form; a button only where nothing else can be answered. */
export function firstControl(part: Element): HTMLElement | null {
  const open = part.querySelector('[data-unanswered]') ?? part
  return open.querySelector<HTMLElement>(INPUTS) ?? part.querySelector<HTMLElement>('button')
}

export class FormContext {
  findings = $state.raw<Finding[]>([])
  evidence = $state.raw<Evidence | null>(null)
  /** Fields gone through once, and fields walked to: their findings are shown. */
  readonly touched = new SvelteSet<string>()
  /** Rows opened by a person or by walking to a finding inside them. */
  readonly unfolded = new SvelteSet<string>()
  /** What was typed and cannot be kept as a number, by field: it holds the signature as a finding of the record does. */
  readonly unread = new SvelteMap<string, { typed: string | null; why: string }>()
  readonly #lists = new SvelteMap<Listing, Listed[]>()
  readonly #asked = new Set<Listing>()

  constructor(
    readonly form: Form,
    readonly kind: Kind,
    public client: string | null,
    readonly today: string,
  ) {}

  /** Choices of a listing; empty until the record has answered. */
  listed(of: Listing): Listed[] {
    if (!this.#asked.has(of)) {
      this.#asked.add(of)
      void call('listing', { of, client: this.client }).then(
        (rows) => this.#lists.set(of, rows),
        () => this.#asked.delete(of),
      )
    }
    return this.#lists.get(of) ?? []
  }

  /** The label of an id in a listing, or "". */
  readonly lookup = (of: Listing, id: string): string => this.listed(of).find((it) => it.id === id)?.label ?? ''

  /** Asks again: something was added elsewhere. */
  refresh(of: Listing): void {
    this.#asked.delete(of)
    this.listed(of)
  }

  /** Findings to show at a field. Until the field was gone through, it stays quiet. */
  at(path: string): Finding[] {
    // A box that could not read its number says so itself.
    return this.touched.has(path) && !this.unread.has(path) ? this.findings.filter((it) => it.field === path) : []
  }

  /** Shows what is wrong at a path, opens the rows around it and puts the focus there. */
  async walkTo(path: string, body: Body): Promise<void> {
    this.touched.add(path)
    let here: JsonValue | undefined = body
    for (const part of path.split('.')) {
      here = Array.isArray(here) ? here[Number(part)] : typeof here === 'object' && here !== null ? here[part] : undefined
      if (typeof here === 'object' && here !== null && !Array.isArray(here)) this.unfolded.add(textOf(here.id))
    }
    await tick()
    for (const place of upward(path)) {
      const field = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(place)}"]`)
      const control = field && firstControl(field)
      if (!control) continue
      control.closest('details')?.setAttribute('open', '')
      control.focus({ preventScroll: true })
      field?.scrollIntoView({ block: 'center' })
      return
    }
  }

  /** These, and what could not be read: there the record knows only that nothing came. */
  withUnread(findings: Finding[], body: Body): Finding[] {
    const there = [...this.unread].filter(([path]) => isAsked(this.form, body, path))
    const unread = there.map(([field, { why }]): Finding => ({ field, message: why, weight: 'hold' }))
    return [...unread, ...findings.filter((it) => !unread.some(({ field }) => field === it.field))]
  }

  /** Rows changed places, or one is gone: boxes still on screen say again what they could not read. */
  forgetUnread(within: string): void {
    for (const path of [...this.unread.keys()]) if (path.startsWith(`${within}.`)) this.unread.delete(path)
  }

  /** Every finding at a path or inside it, shown or not. */
  within(path: string): Finding[] {
    return this.findings.filter((it) => isWithin(it, path))
  }
}

export function setFormContext(context: FormContext): FormContext {
  return setContext(KEY, context)
}

export function useFormContext(): FormContext {
  return getContext<FormContext>(KEY)
}
