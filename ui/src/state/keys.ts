import './composing'

/** Ctrl, or Command on a Mac. */
export const isMac = /Mac/.test(globalThis.navigator?.platform ?? '')

export const withControl = (event: KeyboardEvent | WheelEvent): boolean => (isMac ? event.metaKey : event.ctrlKey) && !event.altKey

/** Hears plain keys only: those with Ctrl, Alt or Command are shortcuts of the page, wherever the focus is. */
export const plainly =
  (listener: (event: KeyboardEvent) => void): ((event: KeyboardEvent) => void) =>
  (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) listener(event)
  }

/** How a shortcut reads on this machine. */
export const keyWord = (keys: string): string => (isMac ? keys.replaceAll('Ctrl', 'Cmd') : keys)

/** Someone types in it: single letters and Esc belong to the text. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])'))

/** Every key of the app, by place, for the sheet that `?` opens. */
export const sheet: { where: string; keys: [string, string][] }[] = [
  {
    where: 'Everywhere',
    keys: [
      ['Ctrl K', 'Find a person, an action, a place'],
      ['F6, Shift F6', 'Next, previous pane'],
      ['F9, F8', 'Hide or show names'],
      ['Ctrl L', 'Lock'],
      ['Ctrl N', 'New note'],
      ['Esc', 'Close, back'],
      ['Ctrl +, Ctrl −, Ctrl 0', 'Larger, smaller, ordinary text'],
      ['Ctrl Shift M', 'Let magnifiers and screen sharing see the window'],
      ['?', 'All keys'],
    ],
  },
  {
    where: 'Lists and tables',
    keys: [
      ['Up, Down', 'Move'],
      ['Home, End', 'First, last'],
      ['Letters', 'Jump to a name'],
      ['Enter', 'Open'],
      ['D', 'Task done'],
    ],
  },
  {
    where: 'Chart',
    keys: [
      ['Ctrl 1 to 9', 'Section'],
      ['Ctrl P', 'Print'],
    ],
  },
  {
    where: 'Writing',
    keys: [
      ['Ctrl J, Ctrl Shift J', 'Next, previous finding'],
      ['Ctrl Enter', 'Sign'],
      ['Ctrl Z', 'Undo'],
    ],
  },
]
