import type { AuditOf, BlankForm, DaySheet, Print, PrintLog, RecoveryKit, WithPassword } from './generated'
import type { Piece, Return } from '../state/handover.svelte'
import type { Shown } from '../state/display.svelte'
import type { Place } from '../state/router.svelte'

/** A paper to save or print, under the file name it is offered. */
export type Paper =
  | { command: 'print_document'; input: Print; name: string }
  | { command: 'recovery_kit'; input: RecoveryKit; name: string }
  | { command: 'blank_form'; input: BlankForm; name: string }
  | { command: 'day_sheet'; input: DaySheet; name: string }
  | { command: 'disclosure_log'; input: PrintLog; name: string }

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
  /** How this computer shows the window; also while locked. */
  display: [None, Shown]
  change_display: [Shown, Shown]
  /** The password of who handed the screen to a client. */
  take_back: [WithPassword, null]
  /** `anyway`: although text would be lost; the person was asked. */
  quit: [{ anyway?: boolean }, null]
  /** The answer to being asked to hand over. */
  handed_over: [{ turn: number; places: Place[]; unsaved: Piece[] }, null]
  /** Where this person was before the lock, and what could not be written. Answered once. */
  returned: [None, Return]
}
