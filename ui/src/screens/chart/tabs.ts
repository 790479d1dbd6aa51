import type { Component } from 'svelte'
import type { ChartView, Permission } from '../../ipc/generated'
import type { Tab } from '../../state/router.svelte'
import Attendance from './Attendance.svelte'
import Disclosures from './Disclosures.svelte'
import Family from './Family.svelte'
import Measures from './Measures.svelte'
import Notes from './Notes.svelte'
import Overview from './Overview.svelte'
import Paper from './Paper.svelte'
import Plan from './Plan.svelte'
import Releases from './Releases.svelte'

/** What every section of a chart is given: the chart, and when I looked before this visit. */
export type SectionProps = { chart: ChartView; since: string | null }

/** Sections of a chart, in the order of Ctrl 1 to 9. `needs`: only for those who may. */
export const tabs: { tab: Tab; label: string; section: Component<SectionProps>; needs?: Permission }[] = [
  { tab: 'overview', label: 'Overview', section: Overview },
  { tab: 'plan', label: 'Plan', section: Plan },
  { tab: 'notes', label: 'Notes', section: Notes },
  { tab: 'measures', label: 'Measures', section: Measures },
  { tab: 'attendance', label: 'Attendance', section: Attendance },
  { tab: 'family', label: 'Family', section: Family },
  { tab: 'releases', label: 'Releases', section: Releases },
  { tab: 'disclosures', label: 'Disclosures', section: Disclosures, needs: 'see_clinical' },
  { tab: 'paper', label: 'Paper', section: Paper },
]
