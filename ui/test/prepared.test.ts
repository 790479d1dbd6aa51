/** What the front desk prepares for a clinician to sign, and what a restriction stops. */
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answer } from '../dev/mock'
import { contactLines } from '../dev/mock/people'
import App from '../src/App.svelte'
import type { ChartView, DraftLine, ReleaseLine } from '../src/ipc/generated'
import { router, type Place } from '../src/state/router.svelte'
import { session } from '../src/state/session.svelte'
import { settle, stand } from './gallery'

const PATIENT = { timeout: 10_000 }
const page = () => document.body.textContent!
const button = (name: string | RegExp) => screen.findByRole('button', { name }, PATIENT)

async function at(place: Place, own: Parameters<typeof stand>[0] = {}) {
  const asked = stand(own)
  render(App)
  await vi.waitFor(() => expect(page()).toContain('Here today'), PATIENT)
  await router.go(place)
  await settle(60)
  return asked
}

beforeEach(() => {
  router.reset()
  session.status = null
  session.namesHidden = false
})
afterEach(cleanup)

const prepared: DraftLine = {
  document: 'dr-rel',
  kind: 'release',
  title: 'Release and consent',
  client: null,
  on: null,
  saved_at: '2026-04-09T12:15:00',
  holds: 1,
  prepared_by: 'Fran Desk',
}
const chart = async (more: Partial<ChartView>) => ({ ...((await answer('chart', { client: 'pt1' })) as ChartView), ...more })

describe('a draft that a colleague prepared', () => {
  it('says by whom, and is taken over before it opens', async () => {
    const asked = await at({ screen: 'chart', client: 'pt1', tab: 'notes' }, { chart: () => chart({ drafts: [prepared] }) })
    const row = within((await button('Take over: Release and consent')).closest('tr')!)
    expect(row.getByText('prepared by Fran Desk')).toBeTruthy()
    await fireEvent.click(row.getByRole('button'))
    await vi.waitFor(() => expect(router.place).toMatchObject({ screen: 'document', document: 'dr-rel', draft: true }), PATIENT)
    expect(asked.find((each) => each.name === 'take_over_draft')?.input).toEqual({ document: 'dr-rel' })
  })
  it('is not discarded by whoever finds it', async () => {
    await at({ screen: 'todo' }, { drafts: () => [prepared] })
    await button('Take over: Release and consent')
    expect(screen.queryByRole('button', { name: /^Discard/ })).toBeNull()
  })
})

describe('a release that a restriction stops', () => {
  const stopped = (release: ReleaseLine): ReleaseLine => ({
    ...release,
    state: 'restricted',
    covers: [],
    reason: 'The client asked that nothing go to Alex Testcase, and the program agreed.',
  })
  const contacts = contactLines.map((contact) => ({ ...contact, release: contact.release && stopped(contact.release) }))
  const view = async () => {
    const whole = await chart({ contacts, releases: contacts.flatMap((contact) => contact.release ?? []) })
    return { ...whole, header: { ...whole.header, emergency: contacts[0]! } }
  }

  it('says so beside the person, at the head of the chart and in the list', async () => {
    await at({ screen: 'chart', client: 'pt1', tab: 'family' }, { chart: view })
    await vi.waitFor(() => expect(page()).toContain('Stopped by a restriction'), PATIENT)
    expect(page()).toContain('a restriction stops the release')
    expect(page()).not.toMatch(/Active to|release to /)
    expect(page()).toContain('Nothing, not even that the client comes here')
    await router.go({ screen: 'chart', client: 'pt1', tab: 'releases' })
    await vi.waitFor(() => expect(page()).toContain('nothing go to Alex Testcase'), PATIENT)
  })
})
