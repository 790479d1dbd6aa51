import { tick } from 'svelte'

/** Every place a person can be. The table of screens is `screens.ts`. */
export type Place =
  | { screen: 'today' }
  | { screen: 'clients' }
  | { screen: 'chart'; client: string; tab?: Tab }
  | { screen: 'document'; document: string; draft?: boolean }
  | { screen: 'settle'; document: string }
  | { screen: 'groups' }
  | { screen: 'todo' }
  | { screen: 'preview'; document: string; draft: boolean; under?: string }
  | { screen: 'settings'; tab?: SettingsTab }
  | { screen: 'audit'; client?: string }
  | { screen: 'daysheet'; day: string }
  | { screen: 'disclosure_log'; client: string }
  | { screen: 'hand_signature'; document: string }

/** Sections of a chart. */
export type Tab = 'overview' | 'plan' | 'notes' | 'measures' | 'attendance' | 'family' | 'releases' | 'disclosures' | 'paper'

/** Parts of Settings. */
export type SettingsTab = 'staff' | 'you' | 'backups' | 'computer' | 'program'

/** Where the screen stood when it was left: pane scrolls in order, and the row that had the focus. */
type Stand = { scrolls: number[]; row: string | null }

type Visit = { place: Place; stand: Stand | null }

class Router {
  #stack = $state.raw<Visit[]>([{ place: { screen: 'today' }, stand: null }])
  /** Asked before leaving a place; an answer of false keeps the person there. */
  #guard: (() => boolean | Promise<boolean>) | null = null

  /** Where the person is. */
  get place(): Place {
    return this.#stack.at(-1)!.place
  }

  /** The main place the way here began at. */
  get root(): Place['screen'] {
    return this.#stack[0]!.place.screen
  }

  /** A client has the screen: nothing else of the record is on it, and no key leads there. */
  get handedOver(): boolean {
    return this.place.screen === 'hand_signature'
  }

  /** Esc has somewhere to go. */
  get canGoBack(): boolean {
    return this.#stack.length > 1
  }

  /** A screen with text not yet safe asks to be asked before it is left. Returns the withdrawal. */
  guard(ask: () => boolean | Promise<boolean>): () => void {
    this.#guard = ask
    return () => {
      if (this.#guard === ask) this.#guard = null
    }
  }

  async go(place: Place): Promise<boolean> {
    if (!(await this.mayLeave())) return false
    const here = { place: this.place, stand: stand() }
    const rest = this.#stack.slice(0, -1)
    // The main places start over, so Back never walks through a day of wandering.
    this.#stack = main.has(place.screen) ? [{ place, stand: null }] : [...rest, here, { place, stand: null }]
    return true
  }

  /** Changes the place without a step back to it, for tabs and for a draft that became a document. */
  replace(place: Place) {
    this.#stack = [...this.#stack.slice(0, -1), { place, stand: null }]
  }

  async back(): Promise<boolean> {
    if (!this.canGoBack || !(await this.mayLeave())) return false
    this.#stack = this.#stack.slice(0, -1)
    const { stand: left } = this.#stack.at(-1)!
    if (left) await restore(left)
    return true
  }

  /** The way here, for the window to remember over a lock. */
  get places(): Place[] {
    return this.#stack.map((visit) => visit.place)
  }

  /** Walks a remembered way again. */
  resume(places: Place[]) {
    if (places.length > 0) this.#stack = places.map((place) => ({ place, stand: null }))
  }

  /** Forgets every place, for the lock and for tests. */
  reset() {
    this.#guard = null
    this.#stack = [{ place: { screen: 'today' }, stand: null }]
  }

  /** The screen on show has nothing unsafe, or the person chose to leave anyway. */
  async mayLeave(): Promise<boolean> {
    return this.#guard ? await this.#guard() : true
  }
}

const main = new Set<Place['screen']>(['today', 'clients', 'groups', 'todo', 'settings', 'audit'])

export const router = new Router()

/** Goes to a place. */
export const go = (place: Place) => router.go(place)

/** Back to the last place, same row and scroll. */
export const back = () => router.back()

const panes = () => [...document.querySelectorAll<HTMLElement>('main, main .pane')]

function stand(): Stand {
  const row = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row ?? null
  return { scrolls: panes().map((pane) => pane.scrollTop), row }
}

/** Lists arrive a moment after the screen; wait for the row, but not for ever. */
async function restore({ scrolls, row }: Stand) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await tick()
    panes().forEach((pane, index) => (pane.scrollTop = scrolls[index] ?? 0))
    if (!row) return
    const line = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`)
    const target = line?.matches('a, button, [tabindex]') ? line : line?.querySelector<HTMLElement>('a, button, [tabindex]')
    if (target) {
      target.focus({ preventScroll: true })
      panes().forEach((pane, index) => (pane.scrollTop = scrolls[index] ?? 0))
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
