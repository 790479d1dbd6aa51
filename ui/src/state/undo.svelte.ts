/** How long the offer stands, unless it has the focus. */
const STANDS = 10_000

type Offer = { said: string; undo: () => void | Promise<void> }

class Undo {
  /** What was just done and can be taken back. */
  offer = $state.raw<Offer | null>(null)
  /** The bar is on screen; the key works after it has gone. */
  shown = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Says what was done, and how it is taken back. */
  tell(said: string, undo: Offer['undo']) {
    this.offer = { said, undo }
    this.shown = true
    this.release()
  }

  /** The bar has the focus: it waits. */
  hold() {
    clearTimeout(this.#timer)
  }

  release() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.shown = false), STANDS)
  }

  async take() {
    const offer = this.offer
    this.forget()
    await offer?.undo()
  }

  forget() {
    clearTimeout(this.#timer)
    this.offer = null
    this.shown = false
  }
}

export const undo = new Undo()
