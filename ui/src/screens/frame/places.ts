import type { Permission } from '../../ipc/generated'
import ListChecks from '@lucide/svelte/icons/list-checks'
import MessagesSquare from '@lucide/svelte/icons/messages-square'
import ScrollText from '@lucide/svelte/icons/scroll-text'
import Settings from '@lucide/svelte/icons/settings'
import Sun from '@lucide/svelte/icons/sun'
import Users from '@lucide/svelte/icons/users'
import type { Component } from 'svelte'

type Main = { screen: 'today' | 'clients' | 'groups' | 'todo' | 'audit' | 'settings' }

/** The main places, in the order of the navigation. */
export const places: {
  place: Main
  label: string
  icon: Component<{ class?: string }>
  /** Only for those who may. */
  needs?: Permission
  /** From here on at the end of the navigation. */
  end?: boolean
}[] = [
  { place: { screen: 'today' }, label: 'Today', icon: Sun },
  { place: { screen: 'clients' }, label: 'Clients', icon: Users },
  { place: { screen: 'groups' }, label: 'Groups', icon: MessagesSquare },
  { place: { screen: 'todo' }, label: 'To do', icon: ListChecks },
  { place: { screen: 'audit' }, label: 'Audit trail', icon: ScrollText, needs: 'see_audit', end: true },
  { place: { screen: 'settings' }, label: 'Settings', icon: Settings, end: true },
]
