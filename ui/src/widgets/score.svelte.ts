/** What a questionnaire's answers say so far, as the record scores them. */

import { untrack } from 'svelte'
import { call } from '../ipc/call'
import type { AnswersOf, ScoreView } from '../ipc/generated'

export class Score {
  /** Null until the record answered. */
  value = $state.raw<ScoreView | null>(null)
  #turn = 0

  /** Follows the answers; null where no questionnaire is chosen. Call it while a component starts. */
  constructor(answers: () => AnswersOf | null) {
    const wanted = $derived(JSON.stringify(answers()))
    $effect(() => {
      const asked = JSON.parse(wanted) as AnswersOf | null
      untrack(() => void this.#ask(asked))
    })
  }

  async #ask(asked: AnswersOf | null): Promise<void> {
    const turn = (this.#turn += 1)
    const value = asked ? await call('questionnaire_score', asked).catch(() => null) : null
    if (turn === this.#turn) this.value = value
  }
}
