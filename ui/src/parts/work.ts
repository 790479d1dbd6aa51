import type { ClientLine, DraftLine, Due } from '../ipc/generated'
import { dayNumber, dayOfMoment } from '../words/dates'

/** One thing to do: something due, or a draft without a signature, mine or prepared for me. */
export type Work =
  { is: 'due'; on: string; client: ClientLine | null; due: Due } | { is: 'draft'; on: string; client: ClientLine | null; draft: DraftLine }

/** What is due and what is unsigned in one list, oldest first. */
export function work(due: Due[], drafts: DraftLine[]): Work[] {
  const all: Work[] = [
    ...due.map((each): Work => ({ is: 'due', on: each.on, client: each.client, due: each })),
    ...drafts.map((each): Work => ({ is: 'draft', on: each.on ?? dayOfMoment(each.saved_at), client: each.client, draft: each })),
  ]
  return all.sort((one, other) => dayNumber(one.on) - dayNumber(other.on))
}

/** "2 to settle", or nothing when the draft could be signed. */
export const toSettle = (holds: number): string => (holds ? `${holds} to settle` : 'ready to sign')

/** What pressing a draft's line does: mine opens, a colleague's is taken over. */
export const draftName = (line: DraftLine): string => (line.prepared_by ? `Take over: ${line.title}` : line.title)

/** How many days ahead still count as work of now. */
const AHEAD = 7

/** Late, today and the week ahead; the rest can wait. Drafts never wait. */
export const isSoon = (item: Work, today: string): boolean => item.is === 'draft' || dayNumber(item.on) - dayNumber(today) <= AHEAD
