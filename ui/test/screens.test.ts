import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from '../src/App.svelte'
import { router } from '../src/state/router.svelte'
import { session } from '../src/state/session.svelte'
import { settle, stand } from './gallery'

const names = /Testcase|Mockup|Sampleford|Fixture|Inventada|Specimen|Exemplar/
const locked = {
  state: 'locked',
  message: null,
  me: null,
  program: null,
  crisis_phone: null,
  read_only: false,
  today: '2026-04-09',
  version: '0',
}

const main = () => document.querySelector('main')!.textContent!
/** The app, once the record has answered. */
async function open() {
  render(App)
  await vi.waitFor(() => expect(document.body.textContent).toMatch(/Here today|988|Set up/), 4000)
}
const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(document.body, { key, ...more })

beforeEach(() => {
  router.reset()
  session.namesHidden = false
  session.status = null
})
afterEach(cleanup)

describe('unlocking', () => {
  it('shows crisis numbers before anyone signs in', async () => {
    stand({ status: () => locked })
    await open()
    expect(document.body.textContent).toContain('988')
    expect(document.body.textContent).toContain('911')
  })
  it('says calmly that the password does not fit, and empties it', async () => {
    stand({
      status: () => locked,
      unlock: () => {
        throw { code: 'wrong_password', message: 'That name and password do not open this record. Nothing was changed.', findings: [] }
      },
    })
    await open()
    await fireEvent.input(screen.getByLabelText('Your name'), { target: { value: 'Pat Sample' } })
    await fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'not the right one' } })
    await fireEvent.submit(document.querySelector('form')!)
    await settle()
    expect(screen.getByRole('alert').textContent).toContain('do not open this record')
    expect((screen.getByLabelText('Password') as HTMLInputElement).value).toBe('')
  })
  it('says that Caps Lock is on', async () => {
    stand({ status: () => locked })
    await open()
    const key = new KeyboardEvent('keydown', { key: 'A', bubbles: true })
    key.getModifierState = (name) => name === 'CapsLock'
    screen.getByLabelText('Password').dispatchEvent(key)
    await settle()
    expect(document.body.textContent).toContain('Caps Lock is on')
  })
})

describe('setting up', () => {
  it('creates nothing while the password is short, and says what is missing', async () => {
    const asked = stand({ status: () => ({ ...locked, state: 'empty' }) })
    await open()
    await fireEvent.submit(document.querySelector('form')!)
    expect(document.body.textContent).toContain('At least 15 characters.')
    expect(document.body.textContent).toContain('The name stands at the head of every paper.')
    expect(asked.map((each) => each.name)).not.toContain('create_vault')
  })
})

describe('hidden names', () => {
  it('leave no name and no mood on Today', async () => {
    stand()
    await open()
    expect(main()).toMatch(names)
    expect(main()).toContain('Craving')
    await press('F8')
    expect(document.body.textContent).not.toMatch(names)
    expect(main()).not.toContain('Craving')
    expect(main()).toContain('M. T.-E.')
  })
  it('leave no name and no score in a chart', async () => {
    stand()
    await open()
    await router.go({ screen: 'chart', client: 'pt1' })
    await settle()
    expect(document.querySelector('svg.chart')).not.toBeNull()
    await press('F8')
    expect(main()).not.toMatch(names)
    expect(main()).not.toMatch(/PHQ-9 1\d/)
    expect(document.querySelector('svg.chart')).toBeNull()
    expect(document.title).not.toMatch(names)
  })
})

describe('keys', () => {
  it('open chart sections by number and go back by Esc', async () => {
    stand()
    await open()
    await router.go({ screen: 'chart', client: 'pt1' })
    await settle()
    await press('7', { ctrlKey: true })
    expect(screen.getByRole('button', { name: 'Releases' }).getAttribute('aria-current')).toBe('page')
    await press('Escape')
    await settle()
    expect(router.place.screen).toBe('today')
  })
  it('lock at once', async () => {
    const asked = stand({ lock: () => ({}) })
    await open()
    await press('l', { ctrlKey: true })
    await settle()
    expect(asked.map((each) => each.name)).toContain('lock')
  })
})

describe('answers that fail', () => {
  it('stand as a sentence in place, with a way to try again', async () => {
    let fail = true
    stand({
      clients: () => {
        if (fail) throw { code: 'broken', message: 'The list could not be read. The record is unchanged.', findings: [] }
        return { rows: [], total: 0 }
      },
    })
    await open()
    await router.go({ screen: 'clients' })
    await settle()
    expect(main()).toContain('The list could not be read.')
    fail = false
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await settle()
    expect(main()).toContain('No clients yet.')
  })
  it('never show what a machine said', async () => {
    stand({
      start_draft: () => {
        throw new Error('SQLITE_CONSTRAINT at /home')
      },
    })
    await open()
    await fireEvent.click(screen.getByRole('button', { name: 'New client' }))
    await settle()
    expect(main()).toContain('That did not work.')
    expect(main()).not.toContain('SQLITE')
  })
})

describe('starting', () => {
  it('starts one draft however often it is pressed', async () => {
    const asked = stand({
      start_draft: (input) => new Promise((resolve) => setTimeout(() => resolve({ ...input, document: 'dr-note' }), 30)),
    })
    await open()
    const button = screen.getByRole('button', { name: 'New client' })
    await fireEvent.click(button)
    await fireEvent.click(button)
    await settle(80)
    expect(asked.filter((each) => each.name === 'start_draft')).toHaveLength(1)
  })
  it('makes a new version of the plan that stands', async () => {
    const asked = stand()
    await open()
    await router.go({ screen: 'chart', client: 'pt1' })
    await settle()
    await press('n', { ctrlKey: true })
    await settle()
    await fireEvent.click(screen.getByRole('menuitem', { name: /Treatment plan/ }))
    await settle()
    expect(asked.find((each) => each.name === 'start_draft')!.input).toMatchObject({
      kind: 'treatment_plan',
      client: 'pt1',
      document: 'd-plan',
    })
  })
  it('asks for a chart once, not again for each of its sections', async () => {
    const asked = stand()
    await open()
    await router.go({ screen: 'chart', client: 'pt1' })
    await settle()
    for (const section of ['2', '3', '5']) await press(section, { ctrlKey: true })
    await settle()
    expect(asked.filter((each) => each.name === 'chart')).toHaveLength(1)
  })
})
