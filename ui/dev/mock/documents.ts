import type {
  Evidence,
  ClientLine,
  DocumentView,
  DraftView,
  Finding,
  Kind,
  KindView,
  SignByHand,
  SignatureLine,
  StartDraft,
} from '../../src/ipc/generated'
import type { JsonValue } from '../../src/ipc/serde_json/JsonValue'
import { alerts, entries, measures, objectives } from './chart'
import { clients, contactLines, mari, TODAY } from './people'

const view = (kind: Kind, title: string, more: Partial<KindView> = {}): KindView => ({
  kind,
  title,
  lies: 'chart',
  read: 'see_clinical',
  write: 'write_clinical',
  finish: 'signed',
  one: false,
  starts: 'chart',
  by_hand: false,
  confidence: null,
  names_others: false,
  stay: 'belongs',
  covered_as: '',
  beside: ['last', 'since', 'contacts', 'alerts', 'measures', 'objectives'],
  line_tells: false,
  on_measures: '',
  languages: ['en'],
  ...more,
})

const program: Partial<KindView> = { lies: 'program', read: 'enter', stay: 'beyond', beside: [] }

export const kinds: KindView[] = [
  view('individual_note', 'Individual session', { confidence: 'counseling_note' }),
  view('family_session', 'Family session', { line_tells: true }),
  view('screening', 'Questionnaire', { finish: 'recorded', line_tells: true, languages: ['en', 'es'] }),
  view('assessment', 'Assessment'),
  view('treatment_plan', 'Treatment plan', {
    finish: 'signed_revisable',
    one: true,
    beside: ['last', 'since', 'needs', 'alerts', 'measures'],
    languages: ['en', 'es'],
  }),
  view('aftercare_plan', 'Aftercare plan', { finish: 'signed_revisable', one: true, line_tells: true, languages: ['en', 'es'] }),
  view('episode', 'Episode', { finish: 'recorded', stay: 'opens' }),
  view('contact', 'Contact', { finish: 'recorded', write: 'write_demographics', line_tells: true }),
  view('release', 'Release and consent', {
    finish: 'signed_revisable',
    write: 'write_demographics',
    line_tells: true,
    languages: ['en', 'es'],
  }),
  view('disclosure', 'Disclosure', { line_tells: true }),
  view('task', 'Task', { finish: 'recorded', stay: 'beyond' }),
  view('lapse', 'Return to use', { on_measures: 'return to use' }),
  view('mutual_help_meeting', 'Mutual-help meeting', { finish: 'recorded' }),
  view('face_sheet', 'Face sheet', { finish: 'recorded', write: 'write_demographics', starts: 'clients', line_tells: true }),
  view('care_team', 'Care team', { finish: 'recorded', starts: 'command' }),
  view('group_note', 'Group note', { starts: 'whole' }),
  view('group_session', 'Group session', { ...program, starts: 'program', beside: ['roster'] }),
  view('program', 'Program', { ...program, finish: 'recorded', write: 'manage_program', starts: 'settings' }),
  view('staff_member', 'Staff member', { ...program, finish: 'recorded', write: 'manage_program', starts: 'command' }),
]

const viewOf = (kind: Kind): KindView => kinds.find((it) => it.kind === kind)!

type Draft = { kind: Kind; client: ClientLine | null; body: JsonValue; rev: number; revision: boolean }

const drafts = new Map<string, Draft>([
  [
    'dr-note',
    {
      kind: 'individual_note',
      client: mari,
      body: { on: TODAY, start: '17:00', format: 'dap', sections: { data: 'Came in on time.' } },
      rev: 4,
      revision: false,
    },
  ],
  [
    'dr-group',
    {
      kind: 'group_session',
      client: null,
      body: { on: '2026-04-08', start: '18:00', end: '21:00', topic: 'Triggers' },
      rev: 2,
      revision: false,
    },
  ],
])

const findings = (draft: Draft): Finding[] => {
  const body = draft.body as Record<string, JsonValue>
  return body['end'] ? [] : [{ field: 'end', message: 'The end is missing. Minutes come from in and out.', weight: 'hold' }]
}

export function draftView(document: string): DraftView {
  const draft = drafts.get(document) ?? { kind: 'individual_note' as Kind, client: mari, body: {}, rev: 0, revision: false }
  drafts.set(document, draft)
  const { title, finish } = viewOf(draft.kind)
  return {
    document,
    kind: draft.kind,
    title,
    finish,
    client: draft.client,
    client_id: draft.client?.client ?? null,
    body: draft.body,
    rev: draft.rev,
    saved_at: '2026-04-09T17:42:00',
    findings: findings(draft),
    prepared_by: null,
    revision: draft.revision,
    version: 1,
  }
}

/** Signatures made by hand while the gallery is open. */
const marks = new Map<string, SignatureLine[]>()
export function signByHand({ document, hand, name, drawing }: SignByHand): DocumentView {
  const line: SignatureLine = {
    name,
    credential: '',
    meaning: hand,
    witness: 'Pat Sample, LPC',
    drawing,
    reason: null,
    at: '2026-04-09T17:45:00',
    verified: true,
  }
  marks.set(document, [...(marks.get(document) ?? []), line])
  return documentView(document)
}

let made = 0

export function startDraft(input: StartDraft): DraftView {
  const document = input.document ?? `dr-${(made += 1)}`
  drafts.set(document, {
    kind: input.kind,
    client: clients.find((client) => client.client === input.client) ?? null,
    body: input.body ?? {},
    rev: 0,
    revision: input.document !== null,
  })
  return draftView(document)
}

export function saveDraft(document: string, body: JsonValue) {
  const draft = drafts.get(document)!
  draft.body = body
  draft.rev += 1
  return { rev: draft.rev, saved_at: new Date().toISOString(), findings: findings(draft) }
}

export function documentView(document: string): DocumentView {
  const entry = entries.find((line) => line.document === document) ?? entries[1]!
  const { title, finish } = viewOf(entry.kind)
  const signed = entry.status === 'signed'
  const signature = {
    name: 'Pat Sample',
    credential: 'LPC',
    meaning: 'author',
    witness: null,
    drawing: null,
    reason: null,
    at: '2026-04-07T18:20:00',
    verified: true,
  }
  const waits = document.startsWith('d-co')
  const returned = document === 'd-ret'
  return {
    document,
    kind: entry.kind,
    title,
    finish,
    client: mari,
    client_id: 'pt1',
    status: waits ? 'awaits_cosign' : returned ? 'returned' : entry.status,
    body: {
      on: entry.on,
      start: '17:00',
      end: '17:50',
      mode: 'in_person',
      format: 'dap',
      sections: { data: 'Reports 6 drinks alone on Sunday.', assessment: 'A lapse.', plan: 'Plan review Apr 9.' },
    },
    on: entry.on,
    summary: entry.summary,
    versions: [
      {
        version: 'a3f1',
        number: 1,
        status: entry.status === 'retracted' ? 'retracted' : finish === 'recorded' ? 'recorded' : 'signed',
        author: 'Pat Sample, LPC',
        at: '2026-04-07T18:20:00',
        reason: '',
        signatures: waits
          ? [{ ...signature, name: 'Drew Peer', credential: 'CPSS', meaning: 'author_supervised' }]
          : returned
            ? [
                { ...signature, meaning: 'author_supervised' },
                {
                  ...signature,
                  name: 'Robin Placeholder',
                  credential: 'LISAC',
                  meaning: 'returned',
                  reason: 'Name the intervention, and what she said to it.',
                  at: '2026-04-08T09:00:00',
                },
              ]
            : signed
              ? [signature, ...(marks.get(document) ?? [])]
              : [],
      },
    ],
    addenda: entry.addenda
      ? [
          {
            version: 'b7',
            reason: 'Left out at signing',
            text: 'Her sister was called at 6:05 pm and agreed to a daily call.',
            author: 'Pat Sample, LPC',
            at: '2026-04-08T09:12:00',
            status: 'signed',
          },
        ]
      : [],
    draft: false,
    may: waits
      ? ['cosign', 'return']
      : returned
        ? ['revise']
        : finish === 'signed_revisable' || finish === 'recorded'
          ? ['revise', 'addend', 'retract', 'print', 'sign_by_hand']
          : ['addend', 'retract', 'print'],
  }
}

export const evidence = (): Evidence => ({
  last: documentView('d-in5'),
  since: entries.slice(0, 3),
  objectives,
  needs: [{ id: 'n1', label: 'Stay away from alcohol', detail: 'Substance use', state: '' }],
  contacts: contactLines,
  alerts,
  measures,
  roster: clients.slice(0, 10).map((client, index) => ({
    client,
    objectives: objectives.slice(0, 2 + (index % 3)),
    last_note: 'Practiced three boundary statements.',
    last_on: '2026-04-07',
    mood: 5,
    craving: 2,
  })),
})
