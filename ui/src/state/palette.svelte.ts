import type { Kind } from '../ipc/generated'

/** What the palette is open for: anything, or the person a new document is about; the kind begun most often where none is named. */
export type Purpose = 'find' | 'note' | Kind

class PaletteState {
  shown = $state(false)
  purpose = $state<Purpose>('find')

  open(purpose: Purpose = 'find') {
    this.purpose = purpose
    this.shown = true
  }
}

export const palette = new PaletteState()
