import { plainly } from '../state/keys'

/** Hears plain keys on a part of the page, so that the controls inside stay what they are. */
export const hears =
  (listener: (event: KeyboardEvent) => void) =>
  (node: HTMLElement): (() => void) => {
    const plain = plainly(listener)
    node.addEventListener('keydown', plain)
    return () => node.removeEventListener('keydown', plain)
  }
