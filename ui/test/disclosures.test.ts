import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answer } from '../dev/mock'
import { alerts } from '../dev/mock/chart'
import { documentView } from '../dev/mock/documents'
import { me } from '../dev/mock/people'
import App from '../src/App.svelte'
import type { Print, PrintCheck } from '../src/ipc/generated'
import Choices from '../src/screens/preview/Choices.svelte'
import { router, type Place } from '../src/state/router.svelte'
import { session } from '../src/state/session.svelte'
import { settle, stand } from './gallery'

const PATIENT = { timeout: 10_000 }
const page = () => document.body.textContent!
const sent = (asked: { name: string; input: unknown }[], name: string) =>
  asked.filter((each) => each.name === name).map((each) => each.input)
const button = (name: string | RegExp) => screen.findByRole('button', { name }, PATIENT)

async function at(place: Place, own: Parameters<typeof stand>[0] = {}) {
  const asked = stand(own)
  render(App)
  await vi.waitFor(() => expect(page()).toContain('Here today'), PATIENT)
  await router.go(place)
  await settle(60)
  return asked
}
async function isOpenToEveryone(part: Element = document.querySelector('main')!) {
  const found = await axe.run(part, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
  expect(found.violations.map((each) => each.id)).toEqual([])
}

beforeEach(() => {
  router.reset()
  session.status = null
  session.namesHidden = false
})
afterEach(cleanup)

describe('the disclosures of a chart', () => {
  const here: Place = { screen: 'chart', client: 'pt1', tab: 'disclosures' }

  it('say who got what, when, under what, how and by whom; a release says how it stands now', async () => {
    await at(here)
    const under = within(await screen.findByRole('table', { name: 'Under a release' }, PATIENT))
    const line = within(under.getByText('Aftercare plan').closest('tr')!)
    for (const said of ['Alex Testcase', 'For:', 'Release signed March 9, 2026', 'Handed over', 'Pat Sample, LPC', 'Now:'])
      expect(line.getByText(said, { exact: false })).toBeTruthy()
    expect(line.getByText(/Active/)).toBeTruthy()
    const without = within(screen.getByRole('table', { name: 'Without a release' }))
    expect(without.getByText('Medical emergency (2.51)')).toBeTruthy()
    await isOpenToEveryone()
  })
  it('open the document of a line', async () => {
    await at(here)
    await fireEvent.click(await button('Dr. Casey Notreal'))
    await vi.waitFor(() => expect(router.place).toEqual({ screen: 'document', document: 'd-dis1' }))
  })
  it('are empty with a way to log what was told', async () => {
    const asked = await at(here, { disclosures: () => [] })
    await vi.waitFor(() => expect(page()).toContain('Nothing left this chart.'), PATIENT)
    await fireEvent.click(await button('Log what was told'))
    await vi.waitFor(() => expect(sent(asked, 'start_draft')).toMatchObject([{ kind: 'disclosure', client: 'pt1' }]))
    await vi.waitFor(() => expect(router.place).toMatchObject({ screen: 'document', draft: true }), PATIENT)
  })
  it('hide names and texts with the names', async () => {
    await at(here)
    await button('Dr. Casey Notreal')
    session.namesHidden = true
    await vi.waitFor(() => expect(page()).not.toMatch(/Casey|Alex|plan for tonight|Emergency treatment|Sample General/), PATIENT)
  })
  it('print as a list, drawn first like every paper', async () => {
    const asked = await at(here)
    await fireEvent.click(await button('Print the log'))
    await vi.waitFor(() => expect(sent(asked, 'disclosure_log')).toEqual([{ client: 'pt1', paper: 'letter' }]), PATIENT)
    expect(document.querySelector('h1')!.textContent).toBe('Disclosures')
  })
  it('are not there for the front desk', async () => {
    const asked = await at(
      { screen: 'chart', client: 'pt1' },
      {
        status: () => ({
          state: 'open',
          message: null,
          me: { ...me, may: me.may.filter((may) => may !== 'see_clinical') },
          program: 'Example Harbor IOP (fictional)',
          crisis_phone: null,
          read_only: false,
          today: '2026-04-09',
          version: '0',
          wait_seconds: 0,
        }),
      },
    )
    await button('Releases')
    expect(screen.queryByRole('button', { name: 'Disclosures' })).toBeNull()
    router.replace(here)
    await settle(60)
    expect(sent(asked, 'disclosures')).toEqual([])
  })
})

describe('a copy for somebody else', () => {
  const check: PrintCheck = {
    printable: true,
    findings: [],
    recipients: [
      { contact: null, name: 'Mari Testcase-Example', allowed: true, reason: '', purpose: '' },
      { contact: 'ct1', name: 'Alex Testcase', allowed: true, reason: 'Release to December 31, 2026', purpose: 'Family support' },
      { contact: 'ct2', name: 'Sam Placeholder', allowed: false, reason: 'His release does not cover this.', purpose: '' },
    ],
    languages: ['en'],
    language: 'en',
    size: 'normal',
    paper: 'letter',
  }
  const print = (more: Partial<Print> = {}): Print => ({
    document: 'd1',
    draft: false,
    language: 'en',
    size: 'normal',
    paper: 'letter',
    recipient: null,
    purpose: '',
    how: '',
    under: null,
    ...more,
  })

  it('says what it goes out for and how; the client’s own copy asks neither', async () => {
    const { rerender } = render(Choices, { print: print(), check, client: null, onchange: () => {} })
    expect(page()).not.toContain('How it goes out')
    await rerender({ print: print({ recipient: 'ct1' }) })
    expect(page()).toContain('For: Family support')
    const ways = within(screen.getByRole('radiogroup', { name: 'How it goes out' }))
    expect(ways.getByRole('radio', { name: 'Handed over' }).getAttribute('aria-checked')).toBe('true')
    await isOpenToEveryone(document.body)
  })
  it('without consent names whom and what for, and offers nobody else', () => {
    const basis = { to: 'Dr. Casey Notreal, Sample General (fictional)', purpose: 'Emergency treatment' }
    render(Choices, { print: print({ under: 'd-dis1' }), check, client: null, basis, onchange: () => {} })
    expect(page()).toContain('Dr. Casey Notreal')
    expect(page()).toContain('For: Emergency treatment')
    expect(page()).not.toContain('Alex Testcase')
  })

  const emergency = (basis = 'medical_emergency') => ({
    ...documentView('d-in5'),
    document: 'd-dis1',
    kind: 'disclosure' as const,
    title: 'Disclosure',
    body: {
      basis,
      recipient_name: 'Dr. Casey Notreal',
      recipient_organization: 'Sample General (fictional)',
      purpose: 'Emergency treatment',
    },
  })
  const answering = (basis?: string) => ({
    document: ({ document }: Record<string, unknown>) => (document === 'd-dis1' ? emergency(basis) : documentView(document as string)),
  })

  it('goes out under a signed disclosure without consent: a document of the chart is picked and its pages are seen first', async () => {
    const asked = await at({ screen: 'document', document: 'd-dis1' }, answering())
    await fireEvent.click(await button('Print a copy under this'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Which document goes out' }, PATIENT))
    const plan = (await dialog.findAllByRole('button', { name: /Treatment plan/ }, PATIENT))[0]!
    await fireEvent.click(plan)
    await vi.waitFor(() => expect(router.place).toMatchObject({ screen: 'preview', document: 'd-plan', under: 'd-dis1' }), PATIENT)
    await vi.waitFor(
      () => expect(sent(asked, 'preview').at(-1)).toMatchObject({ document: 'd-plan', under: 'd-dis1', recipient: null }),
      PATIENT,
    )
    await vi.waitFor(() => expect(page()).toContain('Dr. Casey Notreal, Sample General (fictional)'), PATIENT)
  })
  it('is not offered under the client’s own consent', async () => {
    await at({ screen: 'document', document: 'd-dis1' }, answering('consent'))
    await button('Print')
    expect(screen.queryByRole('button', { name: 'Print a copy under this' })).toBeNull()
  })
})

describe('a safety alert', () => {
  it('begins the note that names it, from the chart as from Today', async () => {
    const asked = await at({ screen: 'chart', client: 'pt1' })
    await fireEvent.click(await button('Record next step'))
    await vi.waitFor(() =>
      expect(sent(asked, 'start_draft')).toMatchObject([{ kind: 'individual_note', client: 'pt1', body: { alerts: ['d-phq3'] } }]),
    )
    await vi.waitFor(() => expect(router.place).toMatchObject({ screen: 'document', draft: true }), PATIENT)
  })
  it('in somebody’s draft opens nothing', async () => {
    const drafted = { ...alerts[0]!, draft_of: 'Robin Placeholder, LAC' }
    await at({ screen: 'today' }, { today: async () => ({ ...((await answer('today', {})) as object), alerts: [drafted] }) })
    await button('Record next step')
    expect(screen.queryByRole('button', { name: 'Open' })).toBeNull()
  })
})
