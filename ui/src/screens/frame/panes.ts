/** What Tab can reach. */
const focusable = '[tabindex="0"], a[href], button:not([tabindex="-1"], [disabled]), input:not([disabled]), select, textarea'

/** The regions F6 walks through: navigation, then the page's panes in order. */
const regions = () => [...document.querySelectorAll<HTMLElement>('nav.nav, main .pane')].filter((each) => each.offsetParent !== null)

/** Moves the focus to the next or previous region. */
export function nextPane(step: 1 | -1) {
  const all = regions()
  if (!all.length) return
  const here = all.findIndex((each) => each.contains(document.activeElement))
  const next = all[here < 0 ? (step > 0 ? Math.min(1, all.length - 1) : all.length - 1) : (here + step + all.length) % all.length]!
  const first = next.querySelector<HTMLElement>(focusable)
  if (first) {
    first.focus()
  } else {
    next.tabIndex = -1
    next.focus()
  }
}

/** A pane that scrolls and holds nothing to focus is itself a stop, or its end could not be read by keyboard. */
export function reachable(main: HTMLElement) {
  let due = 0
  const settle = () => {
    due = 0
    for (const pane of main.querySelectorAll<HTMLElement>('.pane')) {
      const stuck = pane.scrollHeight > pane.clientHeight + 1 && !pane.querySelector(focusable)
      if (stuck && !pane.hasAttribute('tabindex')) {
        pane.tabIndex = 0
        pane.dataset.reachable = ''
      } else if (!stuck && pane.dataset.reachable !== undefined) {
        pane.removeAttribute('tabindex')
        delete pane.dataset.reachable
      }
    }
  }
  const soon = () => (due ||= requestAnimationFrame(settle))
  const watch = new MutationObserver(soon)
  watch.observe(main, { childList: true, subtree: true })
  window.addEventListener('resize', soon)
  soon()
  return () => {
    cancelAnimationFrame(due)
    watch.disconnect()
    window.removeEventListener('resize', soon)
  }
}
