import ListChecks from '@lucide/svelte/icons/list-checks'
import MessagesSquare from '@lucide/svelte/icons/messages-square'
import Settings from '@lucide/svelte/icons/settings'
import Sun from '@lucide/svelte/icons/sun'
import Users from '@lucide/svelte/icons/users'
import type { Component } from 'svelte'
import type { Place } from '../../state/router.svelte'

type Main = { screen: 'today' | 'clients' | 'groups' | 'todo' | 'settings' }

/** The main places, in the order of the navigation. */
export const places: { place: Main; label: string; icon: Component<{ class?: string }>; holds: Place['screen'][] }[] = [
  { place: { screen: 'today' }, label: 'Today', icon: Sun, holds: ['today'] },
  { place: { screen: 'clients' }, label: 'Clients', icon: Users, holds: ['clients', 'chart', 'document', 'preview'] },
  { place: { screen: 'groups' }, label: 'Groups', icon: MessagesSquare, holds: ['groups'] },
  { place: { screen: 'todo' }, label: 'To do', icon: ListChecks, holds: ['todo'] },
  { place: { screen: 'settings' }, label: 'Settings', icon: Settings, holds: ['settings'] },
]
