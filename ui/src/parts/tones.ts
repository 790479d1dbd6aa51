import Ban from '@lucide/svelte/icons/ban'
import BadgeCheck from '@lucide/svelte/icons/badge-check'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import CornerUpLeft from '@lucide/svelte/icons/corner-up-left'
import PenLine from '@lucide/svelte/icons/pen-line'
import Split from '@lucide/svelte/icons/split'
import UserRoundCheck from '@lucide/svelte/icons/user-round-check'
import type { Component } from 'svelte'
import type { DocumentStatus } from '../ipc/generated'

/** What a colour means; it never stands without an icon and a word. */
export type Tone = 'ok' | 'due' | 'alert' | 'info' | 'differ' | 'quiet'

/** How a document stands, as chips show it. */
export const status: Record<DocumentStatus, { word: string; tone: Tone; icon: Component<{ class?: string }> }> = {
  draft: { word: 'Draft', tone: 'info', icon: PenLine },
  recorded: { word: 'Recorded', tone: 'quiet', icon: CircleCheck },
  signed: { word: 'Signed', tone: 'ok', icon: BadgeCheck },
  retracted: { word: 'Void', tone: 'quiet', icon: Ban },
  awaits_cosign: { word: 'Awaits co-signature', tone: 'due', icon: UserRoundCheck },
  returned: { word: 'Returned', tone: 'due', icon: CornerUpLeft },
  conflict: { word: 'Two versions', tone: 'differ', icon: Split },
}
