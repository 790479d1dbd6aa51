import type { Commands, Status, VaultState } from '../../src/ipc/generated'
import type { ShellCommands } from '../../src/ipc/shell'
import { alerts, chart, disclosures, drafts, measures } from './chart'
import { evidence, documentView, draftView, kinds, signByHand, saveDraft, startDraft } from './documents'
import { formOf } from './forms'
import * as trust from './trust'
import { sample } from './paper'
import { clients, contactLines, due, hereToday, me, rows, staff, tasks, TODAY } from './people'

/** `?state=alarm` (every banner), `invited` (first unlocking), `waiting` (too many wrong passwords), `locked`, `empty`, `refused`, `quiet` (an empty program), `readonly` choose what the gallery shows. */
const asked = new URLSearchParams(location.search).get('state') ?? 'open'
const quiet = asked === 'quiet'
let invited = asked === 'invited'
let wait = asked === 'waiting' ? 20 : 0
let state: VaultState = asked === 'waiting' ? 'locked' : asked === 'locked' || asked === 'empty' || asked === 'refused' ? asked : 'open'

const status = (): Status => ({
  state,
  message: state === 'refused' ? 'This record was made by a newer Handrail. Install version 0.4 or later to open it.' : null,
  me: state === 'open' ? { ...me, must_change_password: invited } : null,
  program: state === 'empty' ? null : 'Example Harbor IOP (fictional)',
  crisis_phone: state === 'empty' ? null : '602-555-0199',
  read_only: asked === 'readonly',
  today: TODAY,
  version: '0.1.0',
  wait_seconds: wait,
})

type All = Commands & ShellCommands
type Answers = { [C in keyof All]?: (input: All[C][0]) => All[C][1] }

const refuse = (code: string, message: string): never => {
  throw { code, message, findings: [] }
}
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const answers: Answers = {
  status,
  create_vault: () => {
    state = 'open'
    return { me, recovery_key: 'K7QF-2M9X-PT4H-6WZC-R8JD-3VBN-5YGE-A1SK' }
  },
  unlock: ({ password }) => {
    if (password === 'wrong') wait += 5
    if (password === 'wrong') refuse('wrong_password', 'That name and password do not open this record. Check both and try again.')
    state = 'open'
    return me
  },
  lock: () => {
    state = 'locked'
    return {}
  },
  today: () =>
    quiet
      ? { date: TODAY, now: '17:42', alerts: [], here: [], sessions: [], drafts: [], due: [] }
      : {
          date: TODAY,
          now: '17:42',
          alerts,
          here: hereToday,
          sessions: [
            {
              document: 'dr-note',
              draft: true,
              kind: 'individual_note',
              start: '17:00',
              end: '17:50',
              topic: 'Individual session',
              detail: 'Mari Testcase-Example',
            },
            {
              document: 'dr-group',
              draft: true,
              kind: 'group_session',
              start: '18:00',
              end: '19:30',
              topic: 'Effects of alcohol and drugs',
              detail: 'Room A · 9 of 12',
            },
            {
              document: 'd-gs1',
              draft: false,
              kind: 'group_session',
              start: '19:30',
              end: '21:00',
              topic: 'Triggers, and handling them',
              detail: 'Room A · 9 of 12',
            },
          ],
          drafts,
          due,
        },
  disclosures: () => (quiet ? [] : disclosures),
  disclosure_log: sample,
  tasks: () => (quiet ? [] : tasks),
  clients: ({ find, limit, offset }) => {
    const wanted = plain(find).split(/\s+/).filter(Boolean)
    const pool = quiet ? [] : rows
    const found = pool.filter((row) => wanted.every((part) => plain(`${row.name} ${row.legal_name} ${row.record_number}`).includes(part)))
    return { rows: found.slice(offset, offset + limit), total: found.length }
  },
  chart: ({ client }) => {
    const line = clients.find((each) => each.client === client) ?? clients[0]!
    const view = chart()
    if (trust.closed.has(client))
      return {
        ...view,
        ...{ entries: [], drafts: [], plan: null, measures: [], alerts: [], due: [], needs: [] },
        header: { ...view.header, client: line.client, name: line.name, initials: line.initials, outside_team: true },
      }
    return { ...view, header: { ...view.header, client: line.client, name: line.name, initials: line.initials } }
  },
  kinds: () => kinds,
  form: ({ kind }) => formOf(kind),
  instruments: () => [],
  listing: ({ of }) =>
    of === 'contact'
      ? contactLines.map((line) => ({ id: line.document, label: line.name, detail: line.relationship, state: line.release ? 'ok' : '' }))
      : of === 'alert'
        ? alerts.map((line) => ({ id: line.document, label: 'PHQ-9 of Tue, Apr 7', detail: '', state: '' }))
        : of === 'staff'
          ? staff.map((row) => ({ id: row.staff, label: row.name, detail: row.credential, state: '' }))
          : of === 'client'
            ? clients.map((line) => ({ id: line.client, label: line.name, detail: line.record_number, state: '' }))
            : of === 'objective'
              ? chart().plan!.objectives.map((line) => ({
                  id: line.id,
                  label: `${line.number}. ${line.text}`,
                  detail: line.target,
                  state: '',
                }))
              : chart().needs,
  start_draft: startDraft,
  draft: ({ document }) => draftView(document),
  drafts: () => (quiet ? [] : drafts),
  save_draft: ({ document, body }) => saveDraft(document, body),
  take_over_draft: ({ document }) => ({ ...draftView(document), prepared_by: 'Fran Desk' }),
  discard_draft: () => ({}),
  restore_draft: ({ document }) => draftView(document),
  record_document: ({ document }) => ({ ...documentView('d-in5'), document }),
  sign_document: ({ document, password }) =>
    password === 'wrong'
      ? refuse('wrong_password', 'That is not your password. The note is not signed.')
      : { ...documentView('d-in5'), document },
  add_addendum: ({ document }) => documentView(document),
  retract_document: ({ document }) => ({ ...documentView(document), status: 'retracted' }),
  document: ({ document }) => documentView(document),
  evidence,
  heads: ({ document }) => {
    const view = documentView(document)
    const head = { author: 'Pat Sample, LPC', at: '2026-04-07T18:20:00', mine: true, withdrawn: false, reason: '' }
    const body = view.body as object
    return {
      document,
      kind: view.kind,
      title: view.title,
      before: view.body,
      heads: [
        { ...head, version: 'a', body: { ...body, homework: 'Call her sister on Sunday.' } as typeof view.body },
        {
          ...head,
          version: 'b',
          author: 'Drew Peer, CPSS',
          mine: false,
          body: { ...body, homework: 'Write down two triggers a day.' } as typeof view.body,
        },
      ],
    }
  },
  questionnaire_score: () => ({ total: null, band: '', flagged: [] }),
  print_check: () => ({
    printable: true,
    findings: [{ field: '', message: 'The wallet card needs a program phone.', weight: 'advice' }],
    recipients: [
      { contact: null, name: 'Mari Testcase-Example', allowed: true, reason: 'It is her plan. No release needed.', purpose: '' },
      { contact: 'ct1', name: 'Alex Testcase', allowed: true, reason: 'Release covers this, to Dec 31.', purpose: 'Family support' },
      {
        contact: 'ct2',
        name: 'Sam Placeholder',
        allowed: false,
        reason: 'His release covers attendance and progress, not the aftercare plan.',
        purpose: '',
      },
    ],
    languages: ['en', 'es'],
    language: 'es',
    size: 'large',
    paper: 'letter',
  }),
  preview: sample,
  print_document: sample,
  staff: () => staff,
  add_staff: (input) => ({ ...staff[1]!, staff: 'new', document: 'new', name: input.name, credential: input.credential, role: input.role }),
  rebuild_views: () => ({
    tables: [
      { table: 'client', rows: 12, equal: true },
      { table: 'head', rows: 148, equal: true },
    ],
    equal: true,
  }),
  measure_series: ({ instrument }) => measures.find((series) => series.instrument === instrument)!,
  audit_trail: trust.auditTrail,
  change_password: ({ password }) => {
    if (password === 'wrong') refuse('wrong_password', 'That is not the password in force. Nothing was changed.')
    invited = false
    return me
  },
  change_staff: ({ staff: id }) => staff.find((each) => each.staff === id)!,
  remove_staff: trust.newKit,
  accept_older_record: () => ({}),
  new_recovery_kit: ({ password }) =>
    password === 'wrong' ? refuse('wrong_password', 'That is not your password. Nothing was changed.') : trust.newKit(),
  notices: trust.notices,
  care_team: ({ client }) => trust.careTeam(client),
  set_care_team: ({ client, staff: people }) => trust.setCareTeam(client, people),
  override_chart: ({ client }) => {
    trust.closed.delete(client)
    return {}
  },
  cosign_queue: () => (quiet ? [] : trust.queue()),
  cosign_document: ({ document }) => ({ ...documentView('d-in5'), document }),
  return_document: ({ document }) => ({ ...documentView('d-ret'), document }),
  sign_by_hand: signByHand,
  checkpoint: trust.checkpoint,
  day_sheet: sample,
  check_record: ({ code }) => trust.checked(code),
  export_record: () => ({
    versions: 1240,
    signatures: 812,
    audited: 10_000,
    withheld: 7,
    withheld_by_restriction: 5,
    code: 'RUST-FERN-0421',
  }),
  backups: trust.backups,
  back_up: trust.backUp,
  look_at_backup: trust.lookAt,
  restore: () => {
    state = 'locked'
    return trust.restored()
  },
  settings: trust.settingsNow,
  change_settings: trust.changeSettings,
  choose_folder: () => ({ folder: '/media/stick/Handrail backups' }),
  save_text: () => ({ saved: true }),
  save_pdf: () => ({ saved: true }),
  print_pdf: () => ({ printed: true }),
  display: () => ({ size: 100, theme: 'system', protected: true }),
  change_display: (next) => next,
  take_back: ({ password }) =>
    password === 'wrong' ? refuse('wrong_password', 'That is not the password of the person who handed the screen over.') : null,
  active: () => null,
  quit: () => null,
  handed_over: () => null,
  returned: () => ({ places: [], unsaved: [] }),
}

/** Answers like the record would, after a moment. */
export async function answer(name: string, input: unknown): Promise<unknown> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  const act = answers[name as keyof All] as ((input: unknown) => unknown) | undefined
  if (!act) throw { code: 'broken', message: `The gallery does not answer ${name}.`, findings: [] }
  return structuredClone(act(input))
}
