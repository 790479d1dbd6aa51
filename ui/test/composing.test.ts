import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from '../src/App.svelte'
import Lines from '../src/form/Lines.svelte'
import { palette } from '../src/state/palette.svelte'
import { router, type Place } from '../src/state/router.svelte'
import { session } from '../src/state/session.svelte'
import { settle, stand } from './gallery'

const files = import.meta.glob<string>('../src/**/*.{ts,svelte}', { query: '?raw', import: 'default', eager: true })

/** Every key that does something somewhere. */
const keys = [
  'Enter',
  'ArrowDown',
  'ArrowUp',
  'ArrowLeft',
  'ArrowRight',
  'Escape',
  'Home',
  'End',
  'Backspace',
  'Delete',
  ' ',
  'a',
  '1',
  '?',
]
/** The two ways an engine says that a key is the input method's. */
const composed: [string, KeyboardEventInit][] = [
  ['while a word is composed', { isComposing: true }],
  ['that ends a word', { keyCode: 229 }],
]

const boxes = () => [
  ...document.querySelectorAll<HTMLElement>('input, textarea, [role=combobox], [data-open], [role=radio], [role=menuitem], button'),
]

function press(target: Element, key: string, how: KeyboardEventInit): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how })
  // Not every engine of a test takes the number from its beginning.
  if (how.keyCode) Object.defineProperty(event, 'keyCode', { value: how.keyCode })
  return target.dispatchEvent(event)
}

/** The page as it stands, as text. */
const written = () => new XMLSerializer().serializeToString(document.body)

async function at(place: Place) {
  const asked = stand()
  render(App)
  await vi.waitFor(() => expect(document.body.textContent).toContain('Here today'), 10_000)
  await router.go(place)
  // Until the page says the same twice: nothing it still waits for is taken for the key's doing.
  for (let page = ''; page !== written(); await settle(120)) page = written()
  return asked
}

/** Where nothing happened, the page reads as before, nothing was asked, and the key is left to the input method. */
async function nothingHappens(asked: { name: string }[], how: KeyboardEventInit) {
  const page = written()
  const place = router.place
  const before = asked.filter((each) => each.name !== 'active').length
  for (const box of boxes()) {
    for (const key of keys) expect(press(box, key, how), `${key} in ${box.tagName} ${box.id}`).toBe(true)
  }
  await settle()
  expect(written() === page, 'the page is as it was').toBe(true)
  expect(router.place).toBe(place)
  expect(asked.filter((each) => each.name !== 'active')).toHaveLength(before)
}

beforeEach(() => {
  router.reset()
  session.status = null
  session.namesHidden = false
})
afterEach(() => {
  palette.shown = false
  cleanup()
})

describe.each(composed)('a key %s', (_, how) => {
  it.each<[string, Place]>([
    ['the list of clients', { screen: 'clients' }],
    ['Today', { screen: 'today' }],
    ['To do', { screen: 'todo' }],
    ['a chart', { screen: 'chart', client: 'pt1' }],
    ['a note that is written', { screen: 'document', document: 'dr-note', draft: true }],
    ['a group that is written', { screen: 'document', document: 'dr-group', draft: true }],
    ['the audit trail', { screen: 'audit' }],
    ['the settings', { screen: 'settings', tab: 'computer' }],
  ])('does nothing on %s', async (_, place) => {
    await nothingHappens(await at(place), how)
  })

  it('opens no chart from the finder; the next Enter does', async () => {
    await at({ screen: 'clients' })
    const field = screen.getByLabelText('Find by name, number or phone')
    press(field, 'Enter', how)
    await settle()
    expect(router.place.screen).toBe('clients')
    await fireEvent.keyDown(field, { key: 'Enter' })
    await settle()
    expect(router.place.screen).toBe('chart')
  })

  it('moves nothing and chooses nothing in the palette, and does not close it', async () => {
    const asked = await at({ screen: 'today' })
    palette.open()
    await settle(60)
    await nothingHappens(asked, how)
    expect(document.querySelector('dialog[open]')).not.toBeNull()
  })

  it('chooses no chart in the audit trail', async () => {
    const asked = await at({ screen: 'audit' })
    await fireEvent.input(screen.getByLabelText('Chart'), { target: { value: 'mari' } })
    await vi.waitFor(() => expect(document.querySelector('[role=listbox] [role=option]')).not.toBeNull())
    await nothingHappens(asked, how)
    expect(document.querySelector('[role=listbox] [role=option]')).not.toBeNull()
  })

  it('is silent in a part that stands alone', async () => {
    render(Lines, { value: ['one'], add: 'Add', control: { id: 'l' }, label: 'Line' })
    press(screen.getByLabelText('Line 1'), 'Enter', how)
    await settle()
    expect(screen.queryByLabelText('Line 2')).toBeNull()
    await fireEvent.keyDown(screen.getByLabelText('Line 1'), { key: 'Enter' })
    await vi.waitFor(() => expect(screen.queryByLabelText('Line 2')).not.toBeNull())
  })
})

it('who composes for a quarter of an hour is still there for the lock', async () => {
  const asked = await at({ screen: 'clients' })
  const before = asked.filter((each) => each.name === 'active').length
  await settle(1100)
  const field = screen.getByLabelText('Find by name, number or phone')
  press(field, 'w', { isComposing: true })
  await fireEvent.input(field, { target: { value: 'w' } })
  expect(asked.filter((each) => each.name === 'active').length).toBe(before + 1)
})

it('is looked at in one place, and whatever listens to keys stands behind it', () => {
  const own = (path: string) => path.endsWith('/composing.ts')
  const text = Object.entries(files).filter(([path]) => !path.includes('.test.'))
  expect(text.filter(([path, it]) => !own(path) && /\.isComposing|keyCode/.test(it)).map(([path]) => path)).toEqual([])
  // A part that hears keys brings the gate along, also where it stands alone.
  const brings = (it: string) => /'(\.\.?\/)+(state\/)?(keys|composing)'/.test(it)
  const hears = text.filter(([path, it]) => !own(path) && /onkeydown=|addEventListener\('keydown'/.test(it) && !brings(it))
  expect(hears.map(([path]) => path)).toEqual([])
})
