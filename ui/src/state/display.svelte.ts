/** How this computer shows the window. The window itself remembers it, before anyone unlocks and over a lock. */

import { call, refusal } from '../ipc/call'
import './composing'
import { withControl } from './keys'
import { router } from './router.svelte'

/** How the screen is lit. */
export type Theme = 'system' | 'light' | 'dark'

/** `size`: of the text, in percent. `protected`: other programs see the window black, some magnifiers among them. */
export type Shown = { size: number; theme: Theme; protected: boolean }

/** Steps of the text. At twice its size nothing is lost. */
export const SIZES = [80, 90, 100, 110, 125, 150, 175, 200]

/** So much of a wheel is one step; a touch pad sends it in small pieces. */
const NOTCH = 30

class Display {
  now = $state.raw<Shown>({ size: 100, theme: 'system', protected: true })
  /** What just changed, for those who do not see it. */
  said = $state('')
  /** It holds, and could not be remembered: why. */
  trouble = $state('')
  #changed = false
  #told: Promise<unknown> = Promise.resolve()

  /** Asks how it was left on this computer. */
  async learn() {
    const left = await call('display', {}).catch(() => null)
    if (left && !this.#changed) this.now = left
  }

  /** Holds at once; the window hears of changes in their order. */
  change(next: Partial<Shown>) {
    this.#changed = true
    const before = this.now
    const now = (this.now = { ...before, ...next })
    if (now.size !== before.size) this.said = `Text at ${now.size} percent.`
    if (now.protected !== before.protected) this.said = protectionWord(now.protected)
    this.#told = this.#told
      .then(() => call('change_display', now))
      .then(
        () => (this.trouble = ''),
        (thrown: unknown) => (this.trouble = refusal(thrown).message),
      )
  }

  /** Larger, smaller, or as it is drawn. */
  step(by: 1 | -1 | 0) {
    const { size } = this.now
    const next = by === 0 ? 100 : by > 0 ? SIZES.find((each) => each > size) : SIZES.findLast((each) => each < size)
    if (next) this.change({ size: next })
    else this.said = `Text at ${size} percent. It goes no ${by > 0 ? 'larger' : 'smaller'}.`
  }

  /** For tests: as on a computer where nobody chose anything. */
  reset() {
    this.now = { size: 100, theme: 'system', protected: true }
    this.said = this.trouble = ''
    this.#changed = false
  }
}

export const display = new Display()

const protectionWord = (on: boolean): string =>
  on ? 'Other programs see this window black again.' : 'Magnifiers, remote help and screen sharing can see this window now.'

/**
 * Which way a key changes the text: + and − wherever a layout or the number pad has them, and = because + shares its key on many; null for
 * other keys.
 */
export function sizeKey(event: KeyboardEvent): 1 | -1 | 0 | null {
  if (!withControl(event)) return null
  if (event.key === '+' || event.key === '=' || event.code === 'NumpadAdd') return 1
  if (['-', '_', '\u2212', '\u2013'].includes(event.key) || event.code === 'NumpadSubtract') return -1
  // With Num Lock off the pad's 0 says Insert; where digits need Shift the row's 0 says a letter.
  return event.key === '0' || event.code === 'Numpad0' || event.code === 'Digit0' ? 0 : null
}

function keys(event: KeyboardEvent) {
  // An input method's own.
  if (event.cancelBubble) return
  const way = sizeKey(event)
  if (way !== null) display.step(way)
  else if (withControl(event) && event.shiftKey && event.key.toLowerCase() === 'm' && !router.handedOver)
    display.change({ protected: !display.now.protected })
  else return
  event.preventDefault()
  event.stopPropagation()
}

let rolled = 0
function wheel(event: WheelEvent) {
  if (!withControl(event)) return
  event.preventDefault()
  const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 16
  rolled = Math.sign(rolled) === Math.sign(pixels) ? rolled + pixels : pixels
  if (Math.abs(rolled) < NOTCH) return
  display.step(rolled < 0 ? 1 : -1)
  rolled = 0
}

/** Keeps the window with the choices and the page with the theme. Call it while a component starts. */
export function followDisplay() {
  $effect(() => {
    void display.learn()
    // Before every listener of a page: the size of the text is in no form, dialog or handed-over screen anything else.
    addEventListener('keydown', keys, true)
    addEventListener('wheel', wheel, { capture: true, passive: false })
    return () => {
      removeEventListener('keydown', keys, true)
      removeEventListener('wheel', wheel, true)
    }
  })
  const system = window.matchMedia?.('(prefers-color-scheme: dark)')
  let dark = $state(system?.matches ?? false)
  $effect(() => {
    const listen = (event: MediaQueryListEvent) => (dark = event.matches)
    system?.addEventListener('change', listen)
    return () => system?.removeEventListener('change', listen)
  })
  $effect(() => {
    const { theme } = display.now
    document.documentElement.dataset.theme = theme === 'system' ? (dark ? 'dark' : 'light') : theme
  })
}
