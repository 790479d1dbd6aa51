import { isTyping, plainly } from '../state/keys'

/** What in a row takes the focus and opens it. */
const targets = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>('[data-row] [data-open], [data-row][data-open]')]

/** One tab stop for a whole list: arrows move, letters jump, Enter is the row's own button. */
export function rows(list: HTMLElement) {
  const settle = (chosen?: HTMLElement) => {
    const all = targets(list)
    const stop = chosen ?? all.find((each) => each.tabIndex === 0) ?? all[0]
    for (const each of all) each.tabIndex = each === stop ? 0 : -1
  }

  const focused = (event: FocusEvent) => {
    const target = event.target as HTMLElement
    if (target.matches('[data-open]')) settle(target)
  }

  // Some webviews give a pressed button no focus; Back must find the row all the same.
  const pressed = (event: MouseEvent) => (event.target as HTMLElement).closest<HTMLElement>('[data-open]')?.focus({ preventScroll: true })

  const key = plainly((event: KeyboardEvent) => {
    if (isTyping(event.target) || event.defaultPrevented) return
    const all = targets(list)
    const at = all.indexOf(document.activeElement as HTMLElement)
    if (at < 0) return
    const next = move(event.key, at, all.length) ?? jump(event.key, at, all)
    if (next === null || !all[next]) return
    event.preventDefault()
    all[next].focus()
  })

  list.addEventListener('click', pressed, true)
  list.addEventListener('focusin', focused)
  list.addEventListener('keydown', key)
  const watch = new MutationObserver(() => settle())
  watch.observe(list, { childList: true, subtree: true })
  settle()
  return () => {
    watch.disconnect()
    list.removeEventListener('click', pressed, true)
    list.removeEventListener('focusin', focused)
    list.removeEventListener('keydown', key)
  }
}

/** Where a moving key leads from one row, or null when it is no moving key. */
export function move(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1)
    case 'ArrowUp':
      return Math.max(at - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

/** A letter leads to the next row that begins with it. */
function jump(key: string, at: number, all: HTMLElement[]): number | null {
  if (!/^\p{L}$/u.test(key)) return null
  const wanted = key.toLocaleLowerCase()
  const begins = (index: number) => all[index % all.length]!.textContent!.trim().toLocaleLowerCase().startsWith(wanted)
  for (let step = 1; step <= all.length; step += 1) if (begins(at + step)) return (at + step) % all.length
  return null
}
