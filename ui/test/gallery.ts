import { answer } from '../dev/mock'

/** What the window would answer; a test may put its own answers first. */
export function stand(own: Record<string, (input: Record<string, unknown>) => unknown> = {}) {
  const asked: { name: string; input: unknown }[] = []
  window.__TAURI_INTERNALS__ = {
    invoke: async (_, { name, input }) => {
      asked.push({ name, input })
      return own[name] ? own[name](input as Record<string, unknown>) : answer(name, input)
    },
  }
  return asked
}

/** Lets answers arrive and screens follow. */
export const settle = (time = 40) => new Promise((resolve) => setTimeout(resolve, time))
