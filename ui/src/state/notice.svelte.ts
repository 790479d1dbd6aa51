import { Refusal } from '../ipc/call'

class Notice {
  /** What just failed, in a sentence, where the person looks. */
  said = $state('')

  /** Runs an act; what refuses it is said on the page and answers null. */
  async of<T>(act: () => Promise<T>): Promise<T | null> {
    this.said = ''
    try {
      return await act()
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      this.said = thrown.message
      return null
    }
  }
}

export const notice = new Notice()
