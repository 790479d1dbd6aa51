import type { ClientLine, ClientRow, ContactLine, Due, HereLine, Me, StaffRow, TaskLine } from '../../src/ipc/generated'

/** Every person here is invented. */
export const TODAY = '2026-04-09'

export const me: Me = {
  staff: 'st1',
  name: 'Pat Sample',
  credential: 'LPC',
  role: 'director',
  may: [
    'enter',
    'see_demographics',
    'write_demographics',
    'see_clinical',
    'write_clinical',
    'cosign',
    'print',
    'manage_program',
    'see_audit',
  ],
  must_change_password: false,
  cosigned: false,
}

const initials = (name: string) =>
  name
    .split(' ')
    .map((word) =>
      word
        .split('-')
        .map((part) => `${part[0]}.`)
        .join('-'),
    )
    .join(' ')

const line = (client: string, name: string, number: number): ClientLine => ({
  client,
  name,
  initials: initials(name),
  record_number: `TEST-${String(number).padStart(6, '0')}`,
})

export const clients: ClientLine[] = [
  line('pt1', 'Mari Testcase-Example', 123),
  line('pt2', 'Jordan Mockup', 124),
  line('pt3', 'Priya Sampleford', 125),
  line('pt4', 'Wei Fixture', 126),
  line('pt5', 'Luz Inventada', 127),
  line('pt6', 'Dana Specimen', 128),
  line('pt7', 'Ruben Exemplar', 129),
  line('pt8', 'Hannah Makebelieve', 130),
  line('pt9', 'Terry Pretend', 131),
  line('pt10', 'Omar Notareal', 132),
  line('pt11', 'Zoë Ejemplo', 133),
  line('pt12', 'Casey Formerly', 134),
]
export const mari = clients[0]!

export const tasks: TaskLine[] = [
  {
    document: 'd-task1',
    client: mari,
    what: 'Call her sister about Saturday',
    owner: 'Pat Sample, LPC',
    giver: 'Robin Placeholder, LAC',
    due: '2026-04-08',
    late: true,
    mine: true,
  },
  {
    document: 'd-task2',
    client: clients[6]!,
    what: 'Ask the employer for a new release',
    owner: 'Pat Sample, LPC',
    giver: 'Pat Sample, LPC',
    due: TODAY,
    late: false,
    mine: true,
  },
  {
    document: 'd-task3',
    client: clients[5]!,
    what: 'Ride to the clinic on Friday',
    owner: 'Drew Peer, CPSS',
    giver: 'Pat Sample, LPC',
    due: '2026-04-10',
    late: false,
    mine: false,
  },
]

export const due: Due[] = [
  {
    client: mari,
    what: 'Call her sister about Saturday',
    why: 'Your task.',
    on: '2026-04-08',
    late: true,
    document: 'd-task1',
    start: null,
  },
  {
    client: clients[5]!,
    what: 'Treatment plan',
    why: 'Due 30 days after the first session',
    on: '2026-04-07',
    late: true,
    document: null,
    start: 'treatment_plan',
  },
  {
    client: mari,
    what: 'Plan review',
    why: 'Every 30 days, and after a return to use',
    on: TODAY,
    late: false,
    document: 'd-plan',
    start: null,
  },
  {
    client: clients[6]!,
    what: 'Release ends',
    why: 'Employer release ends today',
    on: TODAY,
    late: false,
    document: 'd-rel9',
    start: null,
  },
  {
    client: clients[4]!,
    what: 'Individual session',
    why: 'One a week; the last one was Apr 3',
    on: '2026-04-10',
    late: false,
    document: null,
    start: 'individual_note',
  },
  { client: mari, what: 'PHQ-9 and GAD-7', why: 'Every 14 days', on: '2026-04-21', late: false, document: null, start: 'screening' },
]

const weeks = [5, 6, 5, 2, 4, 3, 7, 4, 1, 6, 3, null]
const births = [
  '1988-05-17',
  '1991-02-03',
  '1979-11-30',
  '1984-07-07',
  '1995-01-21',
  '1970-09-12',
  '1966-12-01',
  '1998-04-18',
  '1989-06-06',
  '1974-03-15',
  '1992-10-10',
  '1981-08-24',
]
const contacts = [
  '2026-04-07',
  '2026-04-08',
  '2026-04-08',
  '2026-04-06',
  '2026-04-03',
  '2026-04-03',
  '2026-04-06',
  '2026-04-07',
  '2026-04-07',
  '2026-04-06',
  '2026-04-08',
  '2026-04-02',
]

export const rows: ClientRow[] = clients.map((client, index) => ({
  ...client,
  legal_name: index === 0 ? 'Marisol Testcase-Example' : client.name,
  formerly: '',
  born: births[index]!,
  born_about: null,
  speaks: index === 0 || index === 4 ? 'Spanish' : 'English',
  level: weeks[index] === null ? '' : 'IOP',
  week: weeks[index] ?? null,
  last_contact: contacts[index]!,
  alerts: index === 0 ? 1 : 0,
  drafts: index === 0 || index === 1 ? 1 : 0,
  next_due: due.find((item) => item.client?.client === client.client) ?? null,
}))

const here = (
  index: number,
  time: string,
  moods: [number, number, number, number] | null,
  before = '',
  arrival = time ? 'here' : 'expected',
  reason = '',
): HereLine => ({
  client: clients[index]!,
  arrival,
  time,
  reason,
  mood: moods?.[0] ?? null,
  mood_before: moods?.[1] ?? null,
  craving: moods?.[2] ?? null,
  craving_before: moods?.[3] ?? null,
  before,
})

export const hereToday: HereLine[] = [
  here(0, '16:52', [3, 2, 4, 6], 'Speaks Spanish tonight'),
  here(1, '17:30', [6, 6, 2, 3], 'Homework: thought record'),
  here(2, '17:31', [7, 5, 1, 1]),
  here(3, '17:33', [5, 6, 3, 2], 'Leaves 8:15 for the bus'),
  here(4, '17:36', [4, 5, 5, 4], 'Mood down 3 days'),
  here(5, '17:38', [6, 4, 2, 2]),
  here(6, '17:40', null, 'Employer release ends today'),
  here(7, '', null),
  here(8, '', null, 'First week'),
  here(9, '', null, '', 'away', 'Child’s school event'),
]

export const contactLines: ContactLine[] = [
  {
    document: 'ct1',
    name: 'Alex Testcase',
    relationship: 'sister',
    role: 'Daily check-in',
    phone: '602-555-0112',
    organization: '',
    emergency: true,
    release: {
      document: 'd-rel4',
      contact: 'ct1',
      recipient: 'Alex Testcase',
      purpose: 'Support at home',
      covers: ['attendance', 'progress', 'aftercare plan'],
      state: 'active',
      until: '2026-12-31',
      reason: '',
    },
  },
  {
    document: 'ct2',
    name: 'Sam Placeholder',
    relationship: 'partner',
    role: 'Family sessions',
    phone: '602-555-0113',
    organization: '',
    emergency: false,
    release: {
      document: 'd-rel5',
      contact: 'ct2',
      recipient: 'Sam Placeholder',
      purpose: 'Family sessions',
      covers: ['attendance', 'progress'],
      state: 'active',
      until: '2026-12-31',
      reason: '',
    },
  },
  {
    document: 'ct3',
    name: 'Dee (sponsor)',
    relationship: 'sponsor',
    role: 'Call before use',
    phone: '602-555-0114',
    organization: '',
    emergency: false,
    release: null,
  },
  {
    document: 'ct6',
    name: 'Fictional Hotel Group',
    relationship: 'employer',
    role: '',
    phone: '602-555-0117',
    organization: '',
    emergency: false,
    release: {
      document: 'd-rel6',
      contact: 'ct6',
      recipient: 'Fictional Hotel Group',
      purpose: 'Attendance letters',
      covers: ['attendance'],
      state: 'revoked',
      until: '2026-04-08',
      reason: 'Revoked by Mari on Apr 8',
    },
  },
]

export const staff: StaffRow[] = [
  {
    staff: 'st1',
    document: 'd-st1',
    name: 'Pat Sample',
    credential: 'LPC',
    role: 'director',
    license: 'FICT-0001',
    license_expires: '2027-06-30',
    license_state: 'AZ',
    supervisor: null,
    cosigned: false,
    active: true,
    successor: null,
    unlocks: true,
  },
  {
    staff: 'st2',
    document: 'd-st2',
    name: 'Robin Placeholder',
    credential: 'LISAC',
    role: 'counselor',
    license: 'FICT-0002',
    license_expires: '2026-04-30',
    license_state: 'AZ',
    supervisor: 'st1',
    cosigned: false,
    active: true,
    successor: null,
    unlocks: true,
  },
  {
    staff: 'st3',
    document: 'd-st3',
    name: 'Drew Peer',
    credential: 'CPSS',
    role: 'counselor',
    license: '',
    license_expires: null,
    license_state: '',
    supervisor: 'st1',
    cosigned: true,
    active: true,
    successor: null,
    unlocks: false,
  },
  {
    staff: 'st4',
    document: 'd-st4',
    name: 'María de los Ángeles Inventada-Hernández de la Fuente',
    credential: 'LCSW',
    role: 'supervisor',
    license: 'FICT-0004',
    license_expires: '2026-03-31',
    license_state: 'AZ',
    supervisor: null,
    cosigned: false,
    active: true,
    successor: null,
    unlocks: true,
  },
  {
    staff: 'st5',
    document: 'd-st5',
    name: 'Sasha Formerly',
    credential: '',
    role: 'front_desk',
    license: '',
    license_expires: null,
    license_state: '',
    supervisor: null,
    cosigned: false,
    active: false,
    successor: null,
    unlocks: false,
  },
]
