import { call, nothing, type Refusal } from '../ipc/call'

/** Counts down the seconds until the next password is heard. Make it while a component starts. */
export class PasswordWaiting {
  /** Whole seconds left; 0 when a password may be tried. */
  left = $state(0)
  #until = 0

  constructor(seconds: () => number) {
    $effect(() => this.begin(seconds()))
    $effect(() => {
      if (this.left <= 0) return
      const timer = setInterval(() => this.#look(), 250)
      return () => clearInterval(timer)
    })
  }

  begin(seconds: number) {
    this.#until = performance.now() + seconds * 1000
    this.left = seconds
  }

  /** After a refused password the record says how long to wait. */
  async learn(refused: Refusal) {
    if (refused.code !== 'wait' && refused.code !== 'wrong_password') return
    const status = await call('status', nothing).catch(() => null)
    if (status) this.begin(status.wait_seconds)
  }

  #look() {
    this.left = Math.max(0, Math.ceil((this.#until - performance.now()) / 1000))
  }
}
