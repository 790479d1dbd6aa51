import type { AuditOf, DaySheet, Print, RecoveryKit } from './generated'

/** A paper to save or print, under the file name it is offered. */
export type Paper =
  | { command: 'print_document'; input: Print; name: string }
  | { command: 'recovery_kit'; input: RecoveryKit; name: string }
  | { command: 'day_sheet'; input: DaySheet; name: string }

/** A table to save as text. The record makes it; the page never holds it. */
export type Text = { command: 'export_audit'; input: AuditOf; name: string }

type None = Record<string, never>

/** What the window itself answers; everything else is answered by the record. */
export type ShellCommands = {
  save_pdf: [Paper, { saved: boolean }]
  print_pdf: [Paper, { printed: boolean }]
  save_text: [Text, { saved: boolean }]
  choose_folder: [{ title: string }, { folder: string | null }]
  active: [None, null]
  quit: [None, null]
}
