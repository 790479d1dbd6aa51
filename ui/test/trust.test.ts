import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { careTeam, queue, restored, notices } from '../dev/mock/trust'
import { me, staff } from '../dev/mock/people'
import App from '../src/App.svelte'
import { banners } from '../src/screens/frame/banners'
import { queue as parts } from '../src/screens/todo/queue'
import { recoveryKit } from '../src/state/recovery-kit.svelte'
import { router, type Place } from '../src/state/router.svelte'
import { session } from '../src/state/session.svelte'
import type { AuditOf, Notices, Status } from '../src/ipc/generated'
import { settle, stand } from './gallery'

const names = /Testcase|Mockup|Sampleford|Fixture|Inventada,|Specimen|Exemplar/
const page = () => document.body.textContent!
const says = (words: string | RegExp) => vi.waitFor(() => expect(page()).toMatch(words), PATIENT)
/** Answers come when they come: nothing here depends on how fast. */
const PATIENT = { timeout: 10_000 }
const button = (name: string | RegExp) => screen.findByRole('button', { name }, PATIENT)
const fill = async (label: string | RegExp, value: string) =>
  fireEvent.input(await screen.findByLabelText(label, {}, PATIENT), { target: { value } })
const sent = (asked: { name: string; input: unknown }[], name: string) =>
  asked.filter((each) => each.name === name).map((each) => each.input)
const press = (key: string) => fireEvent.keyDown(document.body, { key })
const opened = () => document.querySelector<HTMLElement>('dialog[open]')
async function dialog() {
  await vi.waitFor(() => expect(opened()).not.toBeNull(), PATIENT)
  return within(opened()!)
}

const statusOf = (more: Partial<Status>): Status => ({
  state: 'open',
  message: null,
  me,
  program: 'Example Harbor IOP (fictional)',
  crisis_phone: null,
  read_only: false,
  today: '2026-04-09',
  version: '0',
  wait_seconds: 0,
  ...more,
})

async function at(place: Place, own: Parameters<typeof stand>[0] = {}) {
  const asked = stand(own)
  render(App)
  await says('Here today')
  await router.go(place)
  await settle()
  return asked
}

beforeEach(() => {
  router.reset()
  recoveryKit.kept()
  session.namesHidden = false
  session.status = null
})
afterEach(cleanup)

const calm: Notices = { ...notices(), backup_overdue: false, opened_from_outside: [], returned_to_me: 0 }

describe('banners', () => {
  it('stand worst first: disk and backup before the clock, the clock before what waits', () => {
    const all: Notices = {
      ...calm,
      older: 'This record is older than it was.',
      disk: 'Less than 1 GB is free.',
      backup_overdue: true,
      clock: 'The clock stands behind.',
      license: 'Your license ends.',
      cosigned_by_nobody: 1,
      returned_to_me: 2,
    }
    const order = banners(all, '2026-04-09', { write: true, manage: true }, (name) => name).map((banner) => banner.id.replace(/-.*/, ''))
    expect(order).toEqual(['older', 'disk', 'backup', 'clock', 'license', 'nobody', 'returned'])
  })
  it('are silent when all is well', () => {
    expect(banners(calm, '2026-04-09', { write: true, manage: true }, (name) => name)).toEqual([])
  })
  it('cannot be put away while the record is in danger', () => {
    const all = banners(
      { ...calm, disk: 'Full.', backup_overdue: true, clock: 'Behind.' },
      '2026-04-09',
      { write: true, manage: true },
      (name) => name,
    )
    expect(all.map((banner) => banner.closes)).toEqual([false, false, false])
  })
  it('of an older record ask for a reason and a password, and only those who manage the program', async () => {
    const older = 'This record is older than it was. It ends with entry 41.'
    const asked = await at({ screen: 'today' }, { notices: () => ({ ...calm, older }) })
    await says('It ends with entry 41.')
    await fireEvent.click(await button('Say why'))
    await settle()
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    expect(sent(asked, 'accept_older_record')).toEqual([])
    await fireEvent.input((await dialog()).getByLabelText(/Why it is another one/), { target: { value: 'Put back on purpose' } })
    await fireEvent.input((await dialog()).getByLabelText('Your password'), { target: { value: 'four plain words here' } })
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    await settle()
    expect(sent(asked, 'accept_older_record')).toEqual([{ reason: 'Put back on purpose', password: 'four plain words here' }])
    const others = banners({ ...calm, older }, '2026-04-09', { write: true, manage: false }, (name) => name)
    expect(others.map(({ acts, rest }) => [acts, rest])).toEqual([[[], `${older} Tell the program director.`]])
  })
  it('back up by one press', async () => {
    const asked = await at({ screen: 'today' }, { notices: () => ({ ...calm, last_backup: null, backup_overdue: true }) })
    await says('There is no verified backup yet.')
    await fireEvent.click(await button('Back up now'))
    await settle()
    expect(sent(asked, 'back_up')).toEqual([{ folder: null }])
  })
  it('name the one who opened a chart from outside, and hide the client with the names', async () => {
    const line = {
      client: 'pt1',
      called: 'Mari Testcase-Example',
      who: 'Robin Placeholder',
      reason: 'Mari rang',
      at: '2026-04-08T21:10:00',
    }
    await at({ screen: 'settings' }, { notices: () => ({ ...calm, opened_from_outside: [line] }) })
    await says('Robin Placeholder opened the chart of Mari Testcase-Example')
    await press('F9')
    await says('Robin Placeholder opened the chart of M. T.-E.')
    expect(page()).not.toContain('Mari rang')
  })
})

describe('a wait after wrong passwords', () => {
  it('sends nothing to the record until it is over, and says so calmly', async () => {
    const asked = stand({ status: () => statusOf({ state: 'locked', me: null, wait_seconds: 1 }) })
    render(App)
    await says('Several passwords did not fit.')
    await fill('Your name', 'Pat Sample')
    await fill('Password', 'a password that fits')
    await fireEvent.submit(document.querySelector('form')!)
    expect(sent(asked, 'unlock')).toEqual([])
    await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Unlock' }).getAttribute('aria-disabled')).toBeNull(), PATIENT)
    expect(page()).not.toContain('did not fit')
  })
})

describe('someone invited', () => {
  it('chooses a password of their own before anything else', async () => {
    let invited = true
    const asked = stand({
      status: () => statusOf({ me: { ...me, must_change_password: invited } }),
      change_password: () => {
        invited = false
        return me
      },
    })
    render(App)
    await says('Choose your own password')
    expect(page()).not.toContain('Here today')
    await fill('The password you were given', 'what the director said')
    await fill('New password', 'four plain words here')
    await fill('New password again', 'four plain words hear')
    await fireEvent.submit(document.querySelector('form')!)
    await says('The two new passwords are not the same.')
    expect(sent(asked, 'change_password')).toEqual([])
    await fill('New password again', 'four plain words here')
    await fireEvent.submit(document.querySelector('form')!)
    await says('Here today')
    expect(sent(asked, 'change_password')).toEqual([{ password: 'what the director said', new_password: 'four plain words here' }])
  })
})

describe('the staff directory', () => {
  it('shows whose license ends soon and whose has ended', async () => {
    await at({ screen: 'settings' })
    await says('Ends Apr 30, 2026')
    await says('Expired Mar 31, 2026')
    await says('Only one person can manage this record.')
  })
  it('changes nothing for those who do not manage the program', async () => {
    await at({ screen: 'settings' }, { status: () => statusOf({ me: { ...me, may: ['enter', 'see_demographics'] } }) })
    expect(screen.queryByRole('button', { name: 'Add a person' })).toBeNull()
    expect(screen.queryByRole('button', { name: /Drew Peer/ })).toBeNull()
  })
  it('adds and changes a person only with the password of whoever does it', async () => {
    const asked = await at({ screen: 'settings' })
    await fireEvent.click((await screen.findAllByRole('button', { name: 'Add a person' }, PATIENT))[0]!)
    await settle()
    await fireEvent.input((await dialog()).getByLabelText(/^Name/), { target: { value: 'Toni Testcase' } })
    await fireEvent.input((await dialog()).getByLabelText('First password'), { target: { value: 'a first password said aloud' } })
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    await says('Type your own password.')
    expect(sent(asked, 'add_staff')).toEqual([])
    await fireEvent.input((await dialog()).getByLabelText('Your password'), { target: { value: 'four plain words here' } })
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    await says('Toni Testcase can unlock this record now.')
    expect(sent(asked, 'add_staff')).toMatchObject([{ password: 'a first password said aloud', own_password: 'four plain words here' }])
    await fireEvent.click((await dialog()).getByRole('button', { name: 'Done' }))
    await fireEvent.click(await button(/Drew Peer/))
    await settle()
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    await says('Type your password.')
    expect(sent(asked, 'change_staff')).toEqual([])
    await fireEvent.input((await dialog()).getByLabelText('Your password'), { target: { value: 'four plain words here' } })
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    await settle()
    expect(sent(asked, 'change_staff')).toMatchObject([{ staff: 'st3', password: 'four plain words here' }])
  })
  it('removes a person only with reason and password, and keeps the new key on screen until it is typed back', async () => {
    const asked = await at({ screen: 'settings' })
    await fireEvent.click(await button(/Drew Peer/))
    await settle()
    await fireEvent.click((await dialog()).getByRole('button', { name: 'Remove this person' }))
    await settle()
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    expect(sent(asked, 'remove_staff')).toEqual([])
    await fireEvent.input((await dialog()).getByLabelText(/Why they are removed/), { target: { value: 'Left the program' } })
    await fireEvent.input((await dialog()).getByLabelText('Your password'), { target: { value: 'four plain words here' } })
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    await says('Keep the recovery key')
    expect(sent(asked, 'remove_staff')).toEqual([{ staff: 'st3', reason: 'Left the program', password: 'four plain words here' }])
    await fill('Group 2', '2m9x')
    await fill('Group 8', 'wrong')
    await fireEvent.submit(document.querySelector('form')!)
    await says('Keep the recovery key')
    await fill('Group 8', 'a1sk')
    await fireEvent.submit(document.querySelector('form')!)
    await settle()
    expect(page()).not.toContain('Keep the recovery key')
  })
  it('holds 300 people with one tab stop', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      ...staff[3]!,
      staff: `many${index}`,
      name: `María de los Ángeles Inventada-Hernández de la Fuente ${index}`,
    }))
    await at({ screen: 'settings' }, { staff: () => many })
    await settle()
    const openers = [...document.querySelectorAll<HTMLElement>('tbody [data-open]')]
    expect(openers).toHaveLength(300)
    expect(openers.filter((each) => each.tabIndex === 0)).toHaveLength(1)
  })
})

describe('settings', () => {
  it('of backups change one thing and leave the others', async () => {
    const asked = await at({ screen: 'settings', tab: 'backups' })
    await fireEvent.click(await screen.findByRole('radio', { name: 'Off' }, PATIENT))
    await settle()
    expect(sent(asked, 'change_settings')).toEqual([
      { idle_minutes: 15, backup_folder: '/media/stick/Handrail backups', backup_daily: false },
    ])
  })
  it('refuse an idle time the record would not take', async () => {
    const asked = await at({ screen: 'settings', tab: 'computer' })
    await fill(/Lock after/, '45')
    await fireEvent.submit(document.querySelector('form')!)
    await says('From 2 to 30 minutes.')
    expect(sent(asked, 'change_settings')).toEqual([])
  })
})

describe('restoring', () => {
  it('shows what the backup is before it asks for a password, and writes nothing over', async () => {
    const asked = stand({ status: () => statusOf({ state: 'empty', me: null, program: null }), restore: restored })
    render(App)
    await says('Set up the record')
    await fireEvent.click(await button('Restore a backup'))
    await fireEvent.click(await button(/Choose the backup/))
    await says('handrail-2026-04-08-2105')
    await fill(/^Your name/, 'Pat Sample')
    await fill(/^Your password/, 'four plain words here')
    await fireEvent.submit(document.querySelector('form')!)
    await says('The reason is missing.')
    await fill(/^Why it is restored/, 'New computer')
    await fireEvent.submit(document.querySelector('form')!)
    await says('is restored.')
    expect(sent(asked, 'restore')).toEqual([
      {
        from: '/media/stick/Handrail backups',
        to: '',
        name: 'Pat Sample',
        password: 'four plain words here',
        reason: 'New computer',
      },
    ])
  })
})

describe('the audit trail', () => {
  it('is read when asked, since reading it stands in it', async () => {
    const asked = await at({ screen: 'audit' })
    expect(sent(asked, 'audit_trail')).toEqual([])
    await fireEvent.click(await button('Read the trail'))
    await says('Rows 10,000 to 9,901')
  })
  it('walks ten thousand rows a page at a time, back and forth', async () => {
    const asked = await at({ screen: 'audit' })
    await fireEvent.click(await button('Read the trail'))
    await says('Rows 10,000 to 9,901')
    await fireEvent.click(await button('Older'))
    await says('Rows 9,900 to 9,801')
    await fireEvent.click(await button('Older'))
    await says('Rows 9,800 to 9,701')
    await fireEvent.click(await button('Newer'))
    await says('Rows 9,900 to 9,801')
    expect(sent(asked, 'audit_trail').map((input) => (input as AuditOf).before)).toEqual([null, 9901, 9801, 9901])
    expect(document.querySelectorAll('tbody tr')).toHaveLength(100)
  })
  it('tells a refusal by a word, not by color alone', async () => {
    await at({ screen: 'audit' })
    await fireEvent.click(await button('Read the trail'))
    await says('Rows 10,000 to 9,901')
    const told = [...document.querySelectorAll('tbody tr')].map((row) => [
      Number(row.querySelector('td')!.textContent) % 17 === 0,
      row.textContent!.includes('Refused'),
    ])
    expect(told.filter(([refused]) => refused).length).toBeGreaterThan(0)
    expect(told.every(([refused, said]) => refused === said)).toBe(true)
  })
  it('says at once who saw a chart one came from, and keeps no name in the way there', async () => {
    const asked = await at({ screen: 'chart', client: 'pt1' })
    await fireEvent.click(await button('Who saw it'))
    await says('Who saw this chart')
    await vi.waitFor(() => expect(sent(asked, 'audit_trail')).toMatchObject([{ client: 'pt1', limit: 100 }]), PATIENT)
    expect(JSON.stringify(router.place)).not.toMatch(names)
  })
  it('names the first bad record when the check finds one', async () => {
    await at({ screen: 'audit' })
    await fill(/^Code/, 'bad')
    await fireEvent.click(await button('Check the record now'))
    await says('The record is not as it was written.')
    await says('row 4,211 of the trail')
  })
})

describe('co-signing', () => {
  it('parts what waits for me, what was returned to me and what waits for others', () => {
    const all = parts(queue(), 'Pat Sample')
    expect(all.mine.map((line) => line.days)).toEqual([9, 2])
    expect(all.returned.map((line) => line.document)).toEqual(['d-ret'])
    expect(all.others).toHaveLength(1)
  })
  it('returns a document only with words', async () => {
    const asked = await at({ screen: 'document', document: 'd-co0' })
    await says('Awaits co-signature')
    await fireEvent.click(await button('Return'))
    await settle()
    await fireEvent.input((await dialog()).getByLabelText('Your password'), { target: { value: 'four plain words here' } })
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    expect(sent(asked, 'return_document')).toEqual([])
    await fireEvent.input((await dialog()).getByLabelText(/What is to be changed/), { target: { value: 'Name the intervention' } })
    await fireEvent.input((await dialog()).getByLabelText('Your password'), { target: { value: 'four plain words here' } })
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    await vi.waitFor(
      () =>
        expect(sent(asked, 'return_document')).toEqual([
          { document: 'd-co0', reason: 'Name the intervention', password: 'four plain words here' },
        ]),
      PATIENT,
    )
  })
  it('shows the author what is to be changed, with the way to change it', async () => {
    const asked = await at({ screen: 'document', document: 'd-ret' })
    await says('Returned by Robin Placeholder')
    await fireEvent.click(await button('Change it'))
    await vi.waitFor(() => expect(sent(asked, 'start_draft')).toMatchObject([{ document: 'd-ret' }]), PATIENT)
    await vi.waitFor(() => expect(router.place).toMatchObject({ screen: 'document', document: 'd-ret', draft: true }), PATIENT)
  })
  it('holds 300 waiting documents and hides every name with one key', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ ...queue()[0]!, document: `d-many${index}` }))
    await at({ screen: 'todo' }, { cosign_queue: () => many })
    await says('Waits for your co-signature')
    expect(document.querySelectorAll('tbody [data-row^="d-many"]')).toHaveLength(300)
    await press('F9')
    expect(page()).not.toMatch(names)
  })
})

describe('signing', () => {
  it('asks why after a license has expired, and whether the clock is right, and sends both', async () => {
    let tries = 0
    const asked = await at(
      { screen: 'document', document: 'dr-group', draft: true },
      {
        draft: () => ({
          document: 'dr-group',
          kind: 'lapse',
          title: 'Return to use',
          finish: 'signed',
          client: null,
          client_id: null,
          body: {},
          rev: 1,
          saved_at: '2026-04-09T17:42:00',
          findings: [],
          revision: false,
          version: 1,
        }),
        sign_document: () => {
          tries += 1
          if (tries === 1) throw { code: 'license', message: 'Your license ended on March 31.', findings: [] }
          if (tries === 2) throw { code: 'clock', message: 'This clock stands behind the last entry.', findings: [] }
          return {}
        },
      },
    )
    await fireEvent.keyDown(document.body, { key: 'Enter', ctrlKey: true })
    await vi.waitFor(() => expect(document.querySelector('dialog[open]')).not.toBeNull(), PATIENT)
    const submit = () => fireEvent.submit(document.querySelector('dialog[open] form')!)
    await fireEvent.input((await dialog()).getByLabelText('Your password'), { target: { value: 'four plain words here' } })
    await submit()
    await says('Your license ended on March 31.')
    await submit()
    expect(sent(asked, 'sign_document')).toHaveLength(1)
    await fireEvent.input((await dialog()).getByLabelText(/Why you sign all the same/), { target: { value: 'Renewed on April 6' } })
    await submit()
    await says('This clock stands behind the last entry.')
    await fireEvent.click((await dialog()).getByLabelText(/it is right/))
    await submit()
    await vi.waitFor(
      () =>
        expect(sent(asked, 'sign_document').at(-1)).toMatchObject({
          license_override: 'Renewed on April 6',
          clock_confirmed: true,
          password: 'four plain words here',
        }),
      PATIENT,
    )
  })
})

describe('a care team', () => {
  it('keeps a chart closed to others until they say why', async () => {
    const asked = await at({ screen: 'chart', client: 'pt4' })
    await says('This chart belongs to a care team')
    expect(screen.queryByRole('navigation', { name: 'Chart sections' })).toBeNull()
    await fill(/Why you open it/, 'short')
    await fireEvent.click(await button('Open for 4 hours'))
    expect(sent(asked, 'override_chart')).toEqual([])
    await fill(/Why you open it/, 'On call tonight')
    await fireEvent.click(await button('Open for 4 hours'))
    await vi.waitFor(() => expect(sent(asked, 'override_chart')).toEqual([{ client: 'pt4', reason: 'On call tonight' }]), PATIENT)
    await vi.waitFor(() => expect(screen.queryByRole('navigation', { name: 'Chart sections' })).not.toBeNull(), PATIENT)
  })
  it('is changed from outside by who reviews, with password and reason', async () => {
    const asked = await at(
      { screen: 'chart', client: 'pt4' },
      { care_team: () => ({ ...careTeam('pt2'), open_to_all: false, mine: false }) },
    )
    await says('Others give a reason, and the team reads it.')
    await fireEvent.click(await button('Change'))
    await settle()
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    await fireEvent.input((await dialog()).getByLabelText(/Why you change it/), { target: { value: 'Robin is on leave until May' } })
    await fireEvent.input((await dialog()).getByLabelText('Your password'), { target: { value: 'four plain words here' } })
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    const change = { client: 'pt4', staff: [], reason: 'Robin is on leave until May', password: 'four plain words here' }
    await vi.waitFor(() => expect(sent(asked, 'set_care_team').at(-1)).toEqual(change), PATIENT)
  })
  it('warns who names others only', async () => {
    const asked = await at({ screen: 'chart', client: 'pt2' }, { care_team: () => careTeam('pt2') })
    await says('open to all clinical staff')
    await fireEvent.click(await button('Name a care team'))
    await settle()
    await fireEvent.click((await dialog()).getByLabelText('Robin Placeholder, LISAC'))
    await says('You are not among them.')
    await fireEvent.submit(document.querySelector('dialog[open] form')!)
    await vi.waitFor(() => expect(sent(asked, 'set_care_team')).toEqual([{ client: 'pt2', staff: ['st2'] }]), PATIENT)
  })
})

describe('hidden names', () => {
  it('are said to those who do not see the screen', async () => {
    await at({ screen: 'clients' })
    await press('F9')
    expect([...document.querySelectorAll('[role=status]')].map((each) => each.textContent)).toContain('Names are hidden.')
    await press('F9')
    expect([...document.querySelectorAll('[role=status]')].map((each) => each.textContent)).toContain('Names are shown.')
  })
  it('take free text off the page until its row has the focus', async () => {
    await at({ screen: 'chart', client: 'pt1', tab: 'notes' })
    await says('Drew Peer reached her')
    await press('F9')
    expect(page()).not.toContain('Drew Peer reached her')
    const row = document.querySelector<HTMLElement>('[data-row="d-gn11"] [data-open]')!
    row.focus()
    await settle()
    await says('Drew Peer reached her')
    row.blur()
    await settle()
    expect(page()).not.toContain('Drew Peer reached her')
  })
  it('still let a person be found by name', async () => {
    await at({ screen: 'clients' })
    await press('F9')
    await fill('Find by name, number or phone', 'testcase')
    await vi.waitFor(() => expect(document.querySelectorAll('tbody tr')).toHaveLength(1), PATIENT)
    expect(document.querySelector('tbody')!.textContent).toContain('M. T.-E.')
  })
})
