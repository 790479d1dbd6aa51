import { refusal, type Refusal } from '../ipc/call'

/** What a person asked for: under way, done, or refused in a sentence. A second press meanwhile does nothing. */
export class Attempt {
  busy = $state(false)
  /** What came of it, where the screen alone does not show it. */
  done = $state('')
  /** Why it was not done. */
  failure = $state('')
  /** What is wrong, by the name of its field. */
  wrong = $state.raw<Record<string, string>>({})

  /** Does it, and answers whether it was done. `refused` answers true for a refusal that the screen deals with in its own way. */
  async run(act: () => Promise<unknown>, refused?: (why: Refusal) => boolean | void): Promise<boolean> {
    if (this.busy) return false
    this.forget()
    this.busy = true
    try {
      await act()
      return true
    } catch (thrown) {
      const why = refusal(thrown)
      if (!refused?.(why)) this.refuse(why.message, Object.fromEntries(why.findings.map(({ field, message }) => [field, message])))
      return false
    } finally {
      this.busy = false
    }
  }

  /** Something is missing or does not fit: also said before the record is asked. */
  refuse(failure: string, wrong: Record<string, string> = {}) {
    this.failure = failure
    this.wrong = wrong
  }

  forget() {
    this.done = ''
    this.refuse('')
  }
}
