import type { Print, RecoveryKit } from './generated'

/** A paper to save or print, under the file name it is offered. */
export type Paper =
  { command: 'print_document'; input: Print; name: string } | { command: 'recovery_kit'; input: RecoveryKit; name: string }

type None = Record<string, never>

/** What the window itself answers; everything else is answered by the record. */
export type ShellCommands = {
  save_pdf: [Paper, { saved: boolean }]
  print_pdf: [Paper, { printed: boolean }]
  active: [None, null]
  quit: [None, null]
}
