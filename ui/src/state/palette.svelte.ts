/** What the palette is open for: anything, or the person a new note is about. */
export type Purpose = 'find' | 'note'

class PaletteState {
  shown = $state(false)
  purpose = $state<Purpose>('find')

  open(purpose: Purpose = 'find') {
    this.purpose = purpose
    this.shown = true
  }
}

export const palette = new PaletteState()
