/** The gallery: the real screens on invented answers, in an ordinary browser. Never part of the product. */
import { answer } from './mock'

declare global {
  interface Window {
    __TAURI_INTERNALS__: { invoke: (command: string, args: { name: string; input: unknown }) => Promise<unknown> }
  }
}

window.__TAURI_INTERNALS__ = { invoke: async (_, { name, input }) => answer(name, input) }
await import('../src/main')
