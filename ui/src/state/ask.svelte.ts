import { untrack } from 'svelte'
import { call, type Refusal } from '../ipc/call'
import type { Commands } from '../ipc/generated'
import { follow } from '../ipc/live.svelte'

/** Under this, waiting is not shown at all. */
const PATIENCE = 150

/** An answer of the record that is asked again whenever what it is made of changed. */
export class Asked<T> {
  answer = $state.raw<T | null>(null)
  failure = $state.raw<Refusal | null>(null)
  /** Still without an answer after a moment. */
  slow = $state(false)
  #ask: () => Promise<T>
  #turn = 0

  constructor(ask: () => Promise<T>) {
    this.#ask = ask
  }

  /** Keeps nothing of the answer. */
  forget() {
    this.#turn += 1
    this.answer = null
    this.failure = null
  }

  /** Asks now. Only the newest question's answer counts. */
  async again() {
    const turn = (this.#turn += 1)
    const timer = setTimeout(() => (this.slow = this.answer === null && turn === this.#turn), PATIENCE)
    try {
      const answer = await this.#ask()
      if (turn !== this.#turn) return
      this.answer = answer
      this.failure = null
    } catch (thrown) {
      if (turn === this.#turn) this.failure = thrown as Refusal
    } finally {
      clearTimeout(timer)
      if (turn === this.#turn) this.slow = false
    }
  }
}

/** Asks a command with an input that may change, and again after every change of what its answer is made of. Call it while a component starts. */
export function ask<C extends keyof Commands>(command: C, input: () => Commands[C][0]): Asked<Commands[C][1]> {
  const asked = new Asked<Commands[C][1]>(() => call(command, input()))
  // Compared by content: a screen that is given the same input again asks nothing, and reads stand in the audit trail.
  const wanted = $derived(JSON.stringify(input()))
  $effect(() => {
    follow(command)
    void wanted
    untrack(() => void asked.again())
  })
  return asked
}
