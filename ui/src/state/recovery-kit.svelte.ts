class RecoveryKit {
  /** A recovery key just made, until it is kept: nothing else is shown meanwhile. */
  key = $state('')
  /** What came before it, in a sentence. */
  said = $state('')

  show(key: string, said: string) {
    this.key = key
    this.said = said
  }

  kept() {
    this.key = ''
    this.said = ''
  }
}

export const recoveryKit = new RecoveryKit()
