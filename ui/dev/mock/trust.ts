import type {
  AuditOf,
  AuditRow,
  BackupLine,
  BackupsView,
  CareTeamView,
  Checked,
  CosignLine,
  NewKit,
  Restored,
  Notices,
  Settings,
} from '../../src/ipc/generated'
import { clients, me, staff, TODAY } from './people'

const asked = new URLSearchParams(globalThis.location?.search ?? '').get('state') ?? 'open'
const calm = asked !== 'alarm'

export const KEY = 'K7QF-2M9X-PT4H-6WZC-R8JD-3VBN-5YGE-A1SK'
export const newKit = (): NewKit => ({ me, recovery_key: KEY })

const line = (days: number, kept_as: string): BackupLine => ({
  name: `handrail-2026-0${days < 9 ? 4 : 3}-${String(days < 9 ? 9 - days : 40 - days).padStart(2, '0')}-2105`,
  made_at: `2026-0${days < 9 ? 4 : 3}-${String(days < 9 ? 9 - days : 40 - days).padStart(2, '0')}T21:05:00`,
  size: 84_213_760 - days * 1_310_720,
  kept_as,
  verified: true,
  code: 'RUST-FERN-0421',
  program: 'Example Harbor IOP (fictional)',
})

let settings: Settings = { idle_minutes: 15, backup_folder: calm ? '/media/stick/Handrail backups' : null, backup_daily: true }
let kept: BackupLine[] = calm ? [line(1, 'daily'), line(2, 'daily'), line(3, 'by_hand'), line(5, 'weekly'), line(20, 'monthly')] : []

export const backups = (): BackupsView => ({
  folder: settings.backup_folder,
  daily: settings.backup_daily,
  last_verified: kept[0]?.made_at ?? null,
  overdue: kept.length === 0,
  trouble: calm ? null : 'Yesterday’s backup did not happen: the stick was not there.',
  note: null,
  kept,
})
export const backUp = (): BackupLine => {
  const made = { ...line(0, 'by_hand'), name: 'handrail-2026-04-09-1742' }
  kept = [made, ...kept.filter((each) => each.name !== made.name)]
  return made
}
export const lookAt = (): BackupLine => line(1, 'daily')
export const restored = (): Restored => ({
  folder: '/data/handrail/vault-2026-04-09',
  versions: 1240,
  made_at: '2026-04-08T21:05:00',
  code: 'RUST-FERN-0421',
})
export const settingsNow = () => settings
export const changeSettings = (next: Settings) => (settings = next)

export const notices = (): Notices => ({
  last_backup: kept[0]?.made_at ?? null,
  backup_overdue: kept.length === 0,
  clock: calm ? null : 'This computer says April 9, but the newest entry is of April 11. Look at the clock.',
  disk: calm ? null : 'Less than 1 GB is free on this disk. Reading goes on; make room before you write much.',
  older: calm
    ? null
    : 'This record is older than it was. It ends with entry 41 of April 7, 2026, 5:42 PM; this computer has seen entry 57 of April 8, 2026, 9:00 AM. What was written after April 7, 2026, 5:42 PM is missing here.',
  one_administrator: true,
  recovery_kit: calm ? null : 'This record has no recovery kit. Make one and print it.',
  license: calm ? null : 'Your license ends on May 2.',
  awaiting_my_cosignature: 2,
  cosigned_by_nobody: 0,
  returned_to_me: calm ? 0 : 1,
  opened_from_outside: calm
    ? []
    : [
        {
          client: 'pt1',
          called: 'Mari Testcase-Example',
          who: 'Robin Placeholder',
          reason: 'On call; Mari Testcase-Example rang at 9 pm.',
          at: '2026-04-08T21:10:00',
        },
      ],
})

const named = new Map<string, string[]>()
export const careTeam = (client: string): CareTeamView => {
  const people = named.get(client) ?? (client === 'pt1' ? ['st1', 'st2'] : closed.has(client) ? ['st2'] : [])
  return {
    open_to_all: people.length === 0,
    mine: people.length === 0 || people.includes('st1'),
    people: people.map((id) => staff.find((each) => each.staff === id)!),
    opened_until: null,
  }
}
export const setCareTeam = (client: string, people: string[]) => {
  named.set(client, people)
  return careTeam(client)
}

/** Charts of a team that the person here is not on; opened for a reason. */
export const closed = new Set(['pt4'])

const waits = (index: number, more: Partial<CosignLine>): CosignLine => ({
  document: `d-co${index}`,
  version: `${index}`.repeat(8),
  addendum: false,
  asked: 'Pat Sample, LPC',
  nobody: false,
  kind: 'individual_note',
  title: 'Individual session',
  client: clients[index]!.client,
  called: clients[index]!.name,
  on: '2026-04-07',
  summary: 'DAP, 50 min. Practiced a boundary with her partner.',
  author: 'Drew Peer, CPSS',
  signed_at: '2026-04-07T18:20:00',
  returned: null,
  mine: true,
  days: 2,
  ...more,
})
export const queue = (): CosignLine[] => [
  waits(0, {}),
  waits(1, { kind: 'group_note', title: 'Group note', days: 9, on: '2026-03-31' }),
  waits(2, {
    document: 'd-ret',
    author: 'Pat Sample, LPC',
    returned: 'Name the intervention, and what Priya Sampleford said to it.',
    mine: false,
  }),
  waits(3, { author: 'Robin Placeholder, LISAC', mine: false, days: 0 }),
]

const acts = ['chart', 'document', 'sign_document', 'print_document', 'clients', 'unlock'] as const
const said: Record<string, string> = {
  chart: 'Opened the chart',
  document: 'Read a document',
  sign_document: 'Signed a document',
  print_document: 'Printed a document',
  clients: 'Looked at the list of clients',
  unlock: 'Unlocked the record',
}

/** Ten thousand invented acts. */
const trail: AuditRow[] = Array.from({ length: 10_000 }, (_, index) => {
  const seq = 10_000 - index
  const action = acts[seq % acts.length]!
  const person = staff[seq % 3]!
  const client = action === 'unlock' || action === 'clients' ? null : clients[seq % clients.length]!
  return {
    seq,
    at: new Date(Date.parse('2026-04-09T17:41:00') - index * 180_000).toISOString(),
    who: person.name,
    role: person.role,
    action,
    words: said[action]!,
    outcome: seq % 17 === 0 ? 'refused' : 'done',
    client: client?.client ?? null,
    called: client?.name ?? '',
    document: action === 'chart' || !client ? null : 'd-plan',
    detail: seq % 40 === 0 ? 'Asked for by Mari Testcase-Example herself' : '',
  }
})
export const auditTrail = (of: AuditOf): AuditRow[] =>
  trail
    .filter(
      (row) =>
        (!of.client || row.client === of.client) &&
        (!of.staff || staff.find((each) => each.staff === of.staff)?.name === row.who) &&
        (of.group !== 'refusals' || row.outcome === 'refused') &&
        (of.group !== 'prints' || row.action === 'print_document') &&
        (!of.from || row.at.slice(0, 10) >= of.from) &&
        (!of.to || row.at.slice(0, 10) <= of.to) &&
        (of.before === null || row.seq < of.before),
    )
    .slice(0, of.limit)

export const checked = (code: string): Checked => ({
  versions: 1240,
  signatures: 812,
  audited: 10_000,
  checkpoints: 101,
  views_equal: true,
  first_bad: code === 'bad' ? 'row 4,211 of the trail, written on March 3.' : null,
})
export const checkpoint = () => ({ seq: 10_000, at: `${TODAY}T17:41:00`, code: 'RUST-FERN-0421' })
