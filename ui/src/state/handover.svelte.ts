/**
 * Before the window locks or closes it asks the page to hand over: what is typed is written, and what cannot be written is
 * given to the window's own memory, from where its author has it back after unlocking.
 */

import { call } from '../ipc/call'
import { router, type Place } from './router.svelte'

/** A text that is nowhere in the record, and what it belongs to. */
export type Piece = { about: string; text: string }

/** Something that holds typed text. */
type Holder = { flush: () => Promise<unknown>; unsaved: () => Piece | null }

/** The window's question. `held`: text of somebody is still in its memory. */
type Asked = { turn: number; closing: boolean; held: boolean }

/** Writing may take so long; the window waits a little longer and then goes. */
const PATIENCE = 1500

const holders = new Set<Holder>()
let brought: Piece[] = []

class Handover {
  /** The window stays open because closing would lose text: whose. */
  wouldLose = $state<'' | 'mine' | 'held'>('')
}

export const handover = new Handover()

/** Something with typed text comes on screen. Returns its leave. */
export function holds(holder: Holder): () => void {
  holders.add(holder)
  return () => holders.delete(holder)
}

/** Text that could not be written before the lock, for the screen it belongs to. Given once. */
export function takeUp<T>(about: string): T | null {
  const piece = brought.find((it) => it.about === about)
  brought = brought.filter((it) => it !== piece)
  return piece ? (JSON.parse(piece.text) as T) : null
}

/** After unlocking: back to where this person was, with what could not be written. */
export async function comeBack(): Promise<void> {
  const { places, unsaved } = await call('returned', {})
  brought = unsaved
  router.resume(places)
}

function unsaved(): Piece[] {
  return [...brought, ...[...holders].flatMap((holder) => holder.unsaved() ?? [])]
}

async function handOver({ turn, closing, held }: Asked): Promise<void> {
  // Leaving a field is when a form takes its text.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  const written = Promise.allSettled([...holders].map((holder) => holder.flush()))
  await Promise.race([written, new Promise((resolve) => setTimeout(resolve, PATIENCE))])
  const left = unsaved()
  await call('handed_over', { turn, places: router.places, unsaved: left })
  if (closing) handover.wouldLose = left.length > 0 ? 'mine' : held ? 'held' : ''
}

/** Answers the window from now on. */
export function answerTheWindow(): () => void {
  const asked = (event: Event) => void handOver((event as CustomEvent<Asked>).detail).catch(() => {})
  addEventListener('handover', asked)
  return () => removeEventListener('handover', asked)
}

export type Return = { places: Place[]; unsaved: Piece[] }
