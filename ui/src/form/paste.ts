/** What is pasted into any box is cleaned before it is there, and the person is told. Passwords are taken exactly as they are. */

import { clean, saidOf } from './clean'

type Box = HTMLInputElement | HTMLTextAreaElement

function boxOf(target: EventTarget | null): Box | undefined {
  if (target instanceof HTMLTextAreaElement) return target
  return target instanceof HTMLInputElement && target.type !== 'password' ? target : undefined
}

/** Puts a text where the cursor is, as if it had been typed, so that it can be undone. */
function insert(box: Box, text: string): void {
  if (typeof document.execCommand === 'function' && document.execCommand('insertText', false, text)) return
  box.setRangeText(text, box.selectionStart ?? box.value.length, box.selectionEnd ?? box.value.length, 'end')
  box.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

/** Listens until the answer is called. */
export function cleanPastes(tell: (said: string) => void): () => void {
  const paste = (event: ClipboardEvent): void => {
    const box = boxOf(event.target)
    const typed = event.clipboardData?.getData('text/plain') ?? ''
    if (!box || box.readOnly || box.disabled) return
    const cleaned = clean(typed)
    if (cleaned.text === typed.replaceAll('\r\n', '\n')) return
    event.preventDefault()
    insert(box, cleaned.text)
    const said = saidOf(cleaned)
    if (said) tell(said)
  }
  document.addEventListener('paste', paste)
  return () => document.removeEventListener('paste', paste)
}
