import type { Component } from 'svelte'
import Audit from './screens/audit/Audit.svelte'
import Chart from './screens/chart/Chart.svelte'
import Clients from './screens/clients/Clients.svelte'
import Document from './screens/document/Document.svelte'
import Groups from './screens/groups/Groups.svelte'
import HandSignature from './screens/hand-signature/HandSignature.svelte'
import DaySheet from './screens/preview/DaySheet.svelte'
import DisclosureLog from './screens/preview/DisclosureLog.svelte'
import Preview from './screens/preview/Preview.svelte'
import Settle from './screens/settle/Settle.svelte'
import Settings from './screens/settings/Settings.svelte'
import Today from './screens/today/Today.svelte'
import ToDo from './screens/todo/ToDo.svelte'
import type { Place } from './state/router.svelte'

/** What the window's title says; never whose chart it is. */
export const titles: Record<Place['screen'], string> = {
  today: 'Today',
  clients: 'Clients',
  chart: 'Chart',
  document: 'Document',
  settle: 'Two versions',
  groups: 'Groups',
  todo: 'To do',
  preview: 'Print preview',
  settings: 'Settings',
  audit: 'Audit trail',
  daysheet: 'Day sheet',
  disclosure_log: 'Disclosures',
  hand_signature: 'Signature',
}

/** Every screen behind the lock. A place's own fields are its screen's props. */
export const screens: { [S in Place['screen']]: Component<Omit<Extract<Place, { screen: S }>, 'screen'>> } = {
  today: Today,
  clients: Clients,
  chart: Chart,
  document: Document,
  settle: Settle,
  groups: Groups,
  todo: ToDo,
  preview: Preview,
  settings: Settings,
  audit: Audit,
  daysheet: DaySheet,
  disclosure_log: DisclosureLog,
  hand_signature: HandSignature,
}
