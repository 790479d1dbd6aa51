import FilePlus from '@lucide/svelte/icons/file-plus'
import Lock from '@lucide/svelte/icons/lock'
import SquarePen from '@lucide/svelte/icons/square-pen'
import UserRound from '@lucide/svelte/icons/user-round'
import EyeOff from '@lucide/svelte/icons/eye-off'
import type { Component } from 'svelte'
import type { ClientRow } from '../../ipc/generated'
import { begin } from '../../state/begin'
import { kinds } from '../../state/kinds.svelte'
import type { Purpose } from '../../state/palette.svelte'
import { go } from '../../state/router.svelte'
import { session } from '../../state/session.svelte'
import { places } from './places'

/** One line of the palette. */
export type Offer = { id: string; group: string; label: string; detail: string; icon: Component<{ class?: string }>; act: () => void }

/** As many kinds as are offered for a person here; a chart's own menu has all. */
const QUICK = 4

/** Accents and case never stand between a person and what they look for. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

const fits = (label: string, typed: string): boolean =>
  plain(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => plain(label).includes(word))

/** What the palette shows for what was typed: people, then what can be done for the first, then places. */
export function offers(typed: string, found: ClientRow[], purpose: Purpose, lock: () => void): Offer[] {
  const begun = purpose === 'note' ? kinds.startedFrom('chart')[0] : purpose === 'find' ? undefined : purpose
  const person = (row: ClientRow): Offer => ({
    id: `person-${row.client}`,
    group: begun ? `${kinds.newOne(begun)} for` : 'People',
    label: session.name(row),
    detail: [row.record_number, row.level && row.week ? `${row.level} week ${row.week}` : row.level].filter(Boolean).join(' · '),
    icon: UserRound,
    act: () => void (begun ? begin(begun, { client: row.client }) : go({ screen: 'chart', client: row.client })),
  })
  const people = found.map(person)
  if (purpose !== 'find') return people

  const first = typed.trim() ? found[0] : undefined
  const forFirst: Offer[] = first
    ? kinds
        .startedFrom('chart')
        .slice(0, QUICK)
        .map((kind) => ({
          id: `start-${kind}`,
          group: `Do, for ${session.name(first)}`,
          label: kinds.newOne(kind),
          detail: '',
          icon: SquarePen,
          act: () => void begin(kind, { client: first.client }),
        }))
    : []

  const acts: Offer[] = [
    ...kinds.startedFrom('clients').map((kind) => ({ id: 'new-client', label: 'New client', icon: FilePlus, act: () => void begin(kind) })),
    ...kinds
      .startedFrom('program')
      .map((kind) => ({ id: `new-${kind}`, label: kinds.newOne(kind), icon: SquarePen, act: () => void begin(kind) })),
    {
      id: 'hide-names',
      label: session.namesHidden ? 'Show names' : 'Hide names',
      icon: EyeOff,
      act: () => void (session.namesHidden = !session.namesHidden),
    },
    { id: 'lock', label: 'Lock', icon: Lock, act: lock },
  ].map((act) => ({ group: 'Do', detail: '', ...act }))

  const go_: Offer[] = places
    .filter(({ needs }) => !needs || session.may(needs))
    .map(({ place, label, icon }) => ({
      id: `go-${place.screen}`,
      group: 'Go',
      label,
      detail: '',
      icon,
      act: () => void go(place),
    }))

  return [...people, ...forFirst, ...[...acts, ...go_].filter((offer) => fits(offer.label, typed))]
}
