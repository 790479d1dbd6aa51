import type {
  Alert,
  AttendanceLine,
  ChartView,
  DisclosureLine,
  DraftLine,
  Entry,
  Kind,
  ObjectiveLine,
  Series,
  Week,
} from '../../src/ipc/generated'
import { contactLines, due, mari, TODAY } from './people'

export const alerts: Alert[] = [
  {
    client: mari,
    on: '2026-04-07',
    message: 'Question 9 on Tuesday’s PHQ-9 was 1, “several days”. The next step is not signed yet.',
    document: 'd-phq3',
    draft_of: null,
  },
]

const entry = (document: string, kind: Kind, title: string, on: string, summary: string, more: Partial<Entry> = {}): Entry => ({
  document,
  kind,
  title,
  on,
  at: `${on}T23:20:00Z`,
  summary,
  author: 'Pat Sample',
  status: 'signed',
  addenda: 0,
  version: 1,
  late: false,
  new: false,
  ...more,
})

export const entries: Entry[] = [
  entry('d-gn11', 'group_note', 'Group note', '2026-04-08', 'Did not attend, did not call. Drew Peer reached her at 7:10 pm.', {
    author: 'Robin Placeholder',
    new: true,
  }),
  entry('d-in5', 'individual_note', 'Individual session', '2026-04-07', 'DAP, 50 min. Told us about a lapse on Apr 5; chain analysis.', {
    new: true,
    addenda: 1,
  }),
  entry('d-phq3', 'screening', 'Questionnaire', '2026-04-07', 'PHQ-9 16, question 9 = 1'),
  entry('d-gad3', 'screening', 'Questionnaire', '2026-04-07', 'GAD-7 15, up 4'),
  entry('d-lapse', 'lapse', 'Return to use', '2026-04-05', '6 drinks, one evening, alone, after an argument. Stopped the same night.', {
    status: 'recorded',
  }),
  entry(
    'd-gn10',
    'group_note',
    'Group note',
    '2026-04-01',
    'Setting boundaries, 180 min. Practiced a boundary with her partner in role play.',
    { author: 'Robin Placeholder', late: true },
  ),
  entry('d-fs1', 'family_session', 'Family session', '2026-03-28', 'Family education with Alex and Sam, 90 min.'),
  entry('d-phq2', 'screening', 'Questionnaire', '2026-03-24', 'PHQ-9 13'),
  entry('d-plan', 'treatment_plan', 'Treatment plan', '2026-03-12', '4 objectives, review Apr 9'),
  entry('d-old', 'individual_note', 'Individual session', '2026-03-11', 'Entered in the wrong chart', { status: 'retracted' }),
  entry('d-ep', 'episode', 'Episode of care', '2026-03-10', 'IOP, evening track, 8 weeks', { status: 'recorded' }),
  entry('d-as', 'assessment', 'Assessment', '2026-03-09', 'Alcohol use disorder, severe; depression'),
  entry('d-rel4', 'release', 'Release and consent', '2026-03-09', 'Alex Testcase, to Dec 31', { status: 'signed' }),
]

const objective = (
  number: number,
  text: string,
  baseline: string,
  now: string,
  target: string,
  date: string,
  progress: string,
): ObjectiveLine => ({
  id: `o${number}`,
  number,
  text,
  measure: '',
  baseline,
  now,
  target,
  target_date: date,
  progress,
})

export const objectives: ObjectiveLine[] = [
  objective(1, 'Report 0 drinking days each week', '24 of 30', '1 in 7', '0', '2026-05-05', 'Setback'),
  objective(2, 'Attend 3 mutual-help meetings a week', '1', '2', '3', TODAY, 'Partly'),
  objective(3, 'Lower PHQ-9 from 17 to under 10', '17', '16', '< 10', '2026-05-05', 'Setback'),
  objective(4, '“I” statements and one time-out rule', '0', '1', '3', '2026-04-30', 'Partly'),
]

const phqBands = [
  [0, 4, 'minimal'],
  [5, 9, 'mild'],
  [10, 14, 'moderate'],
  [15, 19, 'moderately severe'],
  [20, 27, 'severe'],
] as const
const gadBands = [
  [0, 4, 'minimal'],
  [5, 9, 'mild'],
  [10, 14, 'moderate'],
  [15, 21, 'severe'],
] as const
const bands = (rows: readonly (readonly [number, number, string])[]) => rows.map(([from, to, label]) => ({ from, to, label }))
const point = (
  document: string,
  on: string,
  total: number | null,
  band: string,
  change: number | null = null,
  flagged: number[] = [],
  reliable = false,
) => ({
  document,
  on,
  total,
  band,
  change,
  flagged,
  reliable,
})

export const measures: Series[] = [
  {
    instrument: 'phq9',
    title: 'PHQ-9',
    min: 0,
    max: 27,
    bands: bands(phqBands),
    reliable_change: 6,
    points: [
      point('d-phq1', '2026-03-09', 17, 'moderately severe', null, [9]),
      point('d-phq2', '2026-03-24', 13, 'moderate', -4),
      point('d-phq3', '2026-04-07', 16, 'moderately severe', 3, [9]),
    ],
  },
  {
    instrument: 'gad7',
    title: 'GAD-7',
    min: 0,
    max: 21,
    bands: bands(gadBands),
    reliable_change: 4,
    points: [
      point('d-gad1', '2026-03-09', 14, 'moderate'),
      point('d-gad2', '2026-03-24', 11, 'moderate', -3),
      point('d-gad3', '2026-04-07', 15, 'severe', 4, [], true),
    ],
  },
]

const weeks: Week[] = (
  [
    ['2026-03-09', 540, 50, 0],
    ['2026-03-16', 540, 50, 0],
    ['2026-03-23', 500, 50, 90],
    ['2026-03-30', 360, 50, 0],
    ['2026-04-06', 180, 50, 0],
  ] as const
).map(([monday, group, individual, family]) => ({ monday, group, individual, family, target: 540 }))

const time = (
  document: string,
  setting: string,
  status: string,
  on: string,
  start: string,
  end: string,
  minutes: number,
  topic: string,
  participation: number | null,
): AttendanceLine => ({
  document,
  setting,
  status,
  on,
  start,
  end,
  minutes,
  topic,
  participation,
})

const attendance: AttendanceLine[] = [
  time('d-gn11', 'group', 'did not attend', '2026-04-08', '', '', 0, 'Effects of alcohol and drugs', null),
  time('d-gn12', 'group', 'present', '2026-04-07', '18:00', '21:00', 180, 'Problem-solving in small steps', 3),
  time('d-in5', 'individual', 'held', '2026-04-07', '17:00', '17:50', 50, 'Lapse, chain analysis', null),
  time('d-gn10', 'group', 'present', '2026-04-01', '18:00', '21:00', 180, 'Setting boundaries', 3),
  time('d-fs1', 'family', 'held', '2026-03-28', '10:00', '11:30', 90, 'Support without enabling', null),
]

export const drafts: DraftLine[] = [
  {
    document: 'dr-note',
    kind: 'individual_note',
    title: 'Individual session',
    client: mari,
    on: TODAY,
    saved_at: '2026-04-09T17:42:00',
    holds: 2,
    prepared_by: null,
  },
  {
    document: 'dr-group',
    kind: 'group_session',
    title: 'Group session',
    client: null,
    on: '2026-04-08',
    saved_at: '2026-04-09T12:15:00',
    holds: 1,
    prepared_by: null,
  },
]

export const chart = (): ChartView => ({
  header: {
    client: 'pt1',
    name: mari.name,
    legal_first: 'Marisol',
    initials: mari.initials,
    pronouns: 'she/her',
    born: '1988-05-17',
    born_about: null,
    age: 37,
    record_number: mari.record_number,
    speaks: 'Spanish',
    reads: 'Spanish, English',
    large_print: true,
    phone: '602-555-0111',
    emergency: contactLines[0]!,
    allergies: 'none known',
    living: 'sober living, Fictional House',
    level: 'IOP',
    track: 'evening',
    week: 5,
    weeks_planned: 8,
    face_sheet: 'd-face',
    outside_team: false,
  },
  entries,
  drafts: drafts.slice(0, 1),
  plan: {
    document: 'd-plan',
    version: 1,
    signed_on: '2026-03-12',
    next_review: TODAY,
    statement: 'Quiero estar sobria y presente para mi hijo.',
    gloss: 'I want to be sober and present for my son.',
    objectives,
  },
  measures,
  alerts,
  due: due.filter((item) => item.client?.client === 'pt1'),
  contacts: contactLines,
  releases: contactLines.flatMap((contact) => (contact.release ? [contact.release] : [])),
  restrictions: [],
  attendance,
  weeks,
  totals: {
    group_days_scheduled: 13,
    group_days_attended: 12,
    attendance_rate: 0.923,
    group_minutes: 2120,
    group_hours: 35.33,
    individual_sessions_held: 5,
    individual_minutes: 250,
    family_sessions: 1,
    family_minutes: 90,
    length_of_stay_days: null,
    program_weeks: 5,
    meetings_logged: 11,
  },
  needs: [
    { id: 'n1', label: 'Stay away from alcohol', detail: 'Substance use', state: '' },
    { id: 'n2', label: 'Low mood', detail: 'Mental health', state: '' },
  ],
  visited_before: '2026-04-07T18:20:00',
})

export const disclosures: DisclosureLine[] = [
  {
    document: 'd-dis3',
    on: '2026-04-08',
    time: '16:20',
    recipient: 'Alex Testcase',
    organization: '',
    role: 'Daily check-in',
    what: 'Aftercare plan',
    purpose: 'Family support',
    under: 'Release signed March 9, 2026',
    release: 'd-rel4',
    how: 'printed',
    by: 'Pat Sample, LPC',
  },
  {
    document: 'd-dis2',
    on: '2026-04-07',
    time: '18:10',
    recipient: 'Alex Testcase',
    organization: '',
    role: 'Daily check-in',
    what: 'She is safe; the plan for tonight',
    purpose: 'Family support',
    under: 'Release signed March 9, 2026',
    release: 'd-rel4',
    how: 'phone',
    by: 'Pat Sample, LPC',
  },
  {
    document: 'd-dis1',
    on: '2026-03-30',
    time: '02:40',
    recipient: 'Dr. Casey Notreal',
    organization: 'Sample General (fictional)',
    role: 'Emergency physician',
    what: 'Medicines, allergies',
    purpose: 'Emergency treatment',
    under: 'Medical emergency (2.51)',
    release: null,
    how: 'faxed',
    by: 'Robin Placeholder, LAC',
  },
]
