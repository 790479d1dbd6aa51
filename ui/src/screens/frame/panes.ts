/** The regions F6 walks through: navigation, then the page's panes in order. */
const regions = () => [...document.querySelectorAll<HTMLElement>('nav.nav, main .pane')].filter((each) => each.offsetParent !== null)

/** Moves the focus to the next or previous region. */
export function nextPane(step: 1 | -1) {
  const all = regions()
  if (!all.length) return
  const here = all.findIndex((each) => each.contains(document.activeElement))
  const next = all[here < 0 ? (step > 0 ? Math.min(1, all.length - 1) : all.length - 1) : (here + step + all.length) % all.length]!
  const first = next.querySelector<HTMLElement>('[tabindex="0"], a[href], button:not([tabindex="-1"]), input, select, textarea')
  if (first) {
    first.focus()
  } else {
    next.tabIndex = -1
    next.focus()
  }
}
