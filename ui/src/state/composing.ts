/**
 * While an input method composes a word, its keys are its own: Enter takes a candidate, the arrows walk among them, Esc gives them up. Heard
 * here before anything else on the page, such a key reaches no listener of ours and none of a library's; the input method has had it by then.
 */

/** Some engines send the Enter that ends a word after the composition is over; then only the number says what it was (UI Events, 229). */
const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

const keepFromThePage = (event: KeyboardEvent): void => {
  if (isComposing(event)) event.stopPropagation()
}

addEventListener('keydown', keepFromThePage, true)
addEventListener('keyup', keepFromThePage, true)
