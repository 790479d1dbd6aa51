import { session } from './session.svelte'

/** Keeps the root's theme with the choice and with the system. Call it while a component starts. */
export function follow() {
  const system = window.matchMedia?.('(prefers-color-scheme: dark)')
  let dark = $state(system?.matches ?? false)
  $effect(() => {
    const listen = (event: MediaQueryListEvent) => (dark = event.matches)
    system?.addEventListener('change', listen)
    return () => system?.removeEventListener('change', listen)
  })
  $effect(() => {
    const theme = session.theme === 'system' ? (dark ? 'dark' : 'light') : session.theme
    document.documentElement.dataset.theme = theme
  })
}
