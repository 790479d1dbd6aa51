/** A press has to land where it was aimed: whatever would move the page under it waits until it is over. */

let pressed = false
let waiting: (() => void)[] = []

function over(): void {
  pressed = false
  // The click comes right after the release, in the same turn; then the page may move.
  setTimeout(() => {
    const now = waiting
    waiting = []
    for (const act of now) act()
  })
}

addEventListener('pointerdown', () => (pressed = true), true)
addEventListener('pointerup', over, true)
addEventListener('pointercancel', over, true)
// A press released outside the window is over when the person comes back.
addEventListener('blur', over)

/** Acts now, or right after the press that is under way. */
export function afterPress(act: () => void): void {
  if (pressed) waiting.push(act)
  else act()
}
