import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from '../src/App.svelte'
import { display, sizeKey, SIZES } from '../src/state/display.svelte'
import { router } from '../src/state/router.svelte'
import { session } from '../src/state/session.svelte'
import { settle, stand } from './gallery'

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
const page = () => document.body.textContent!
const press = (key: string, more: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ctrlKey: true, ...more })
const told = (asked: { name: string; input: unknown }[]) => asked.filter((each) => each.name === 'change_display').map((each) => each.input)

async function open(own: Parameters<typeof stand>[0] = {}) {
  const asked = stand(own)
  render(App)
  await vi.waitFor(() => expect(page()).toMatch(/Here today|988/), 10_000)
  return asked
}

beforeEach(() => {
  router.reset()
  session.status = null
  display.reset()
})
afterEach(cleanup)

describe('the size of the text', () => {
  it.each<[string, KeyboardEventInit, 1 | -1 | 0 | null]>([
    ['+ of a US layout', { key: '=', code: 'Equal' }, 1],
    ['+ with Shift', { key: '+', code: 'Equal', shiftKey: true }, 1],
    ['+ of a Swedish layout', { key: '+', code: 'Minus' }, 1],
    ['+ of a German layout', { key: '+', code: 'BracketRight' }, 1],
    ['+ of the number pad', { key: '+', code: 'NumpadAdd' }, 1],
    ['− of any layout', { key: '-', code: 'Slash' }, -1],
    ['− of the number pad', { key: '-', code: 'NumpadSubtract' }, -1],
    ['0', { key: '0', code: 'Digit0' }, 0],
    ['0 of a French layout', { key: 'à', code: 'Digit0' }, 0],
    ['0 of the number pad without Num Lock', { key: 'Insert', code: 'Numpad0' }, 0],
    ['a letter', { key: 'k', code: 'KeyK' }, null],
    ['what AltGr makes', { key: '0', code: 'Digit0', altKey: true }, null],
  ])('hears %s', (_, key, way) => {
    expect(sizeKey(new KeyboardEvent('keydown', { ctrlKey: true, ...key }))).toBe(way)
    expect(sizeKey(new KeyboardEvent('keydown', key))).toBeNull()
  })

  it('grows to twice its size by keys, on every page and in every dialog, and goes back by 0', async () => {
    const asked = await open()
    await press('k')
    await settle()
    for (const _ of SIZES) await press('+')
    await settle()
    expect(display.now.size).toBe(200)
    expect(told(asked).at(-1)).toEqual({ size: 200, theme: 'system', protected: true })
    expect(screen.getAllByRole('status').map((each) => each.textContent)).toContain('Text at 200 percent. It goes no larger.')
    await press('0')
    await settle()
    expect(told(asked).at(-1)).toMatchObject({ size: 100 })
  })

  it('grows by Ctrl and the wheel, one notch a step, and scrolls nothing meanwhile', async () => {
    await open()
    const roll = (deltaY: number) => {
      const event = new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true })
      Object.defineProperty(event, 'ctrlKey', { value: true })
      return document.querySelector('main')!.dispatchEvent(event)
    }
    expect(roll(-120)).toBe(false)
    expect(display.now.size).toBe(110)
    for (let piece = 0; piece < 10; piece += 1) roll(-4)
    expect(display.now.size).toBe(125)
    roll(120)
    expect(display.now.size).toBe(110)
    await settle(80)
  })

  it('is as it was left on this computer, and Settings shows it', async () => {
    const asked = await open({ display: () => ({ size: 150, theme: 'dark', protected: true }) })
    await router.go({ screen: 'settings', tab: 'computer' })
    await settle()
    const sizes = within(screen.getByRole('radiogroup', { name: 'Text size' }))
    expect(sizes.getByRole('radio', { name: '150%' }).getAttribute('aria-checked')).toBe('true')
    expect(document.documentElement.dataset.theme).toBe('dark')
    await fireEvent.click(sizes.getByRole('radio', { name: '200%' }))
    await settle()
    expect(told(asked)).toEqual([{ size: 200, theme: 'dark', protected: true }])
  })

  it('holds although the disk would not remember it, and says so', async () => {
    await open({
      change_display: () => {
        throw { code: 'not_saved', message: 'It holds until Handrail closes.', findings: [] }
      },
    })
    await router.go({ screen: 'settings', tab: 'computer' })
    await settle()
    await press('+')
    await vi.waitFor(() => expect(page()).toContain('It holds until Handrail closes.'))
    expect(display.now.size).toBe(110)
  })
})

describe('what other programs see', () => {
  it('is nothing until somebody asks, before unlocking too, and then it is said as long as it holds', async () => {
    const asked = await open({ status: () => locked })
    expect(page()).not.toContain('Other programs can see this window')
    await fireEvent.click(screen.getByRole('button', { name: 'Text size, magnifiers' }))
    await fireEvent.click(screen.getByLabelText(/Let magnifiers, remote help and screen sharing/))
    await settle()
    expect(told(asked)).toEqual([{ size: 100, theme: 'system', protected: false }])
    expect(page()).toContain('Other programs can see this window')
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
    expect(found.violations.map((each) => each.id)).toEqual([])
  })

  it('can be changed by keys by who sees only black', async () => {
    const asked = await open({ status: () => locked })
    await press('M', { shiftKey: true })
    await settle()
    expect(told(asked)).toEqual([{ size: 100, theme: 'system', protected: false }])
    expect(screen.getAllByRole('status').map((each) => each.textContent)).toContain(
      'Magnifiers, remote help and screen sharing can see this window now.',
    )
  })

  it('is said in the status bar of every page', async () => {
    await open({ display: () => ({ size: 100, theme: 'system', protected: false }) })
    await vi.waitFor(() => expect(document.querySelector('footer')!.textContent).toContain('Other programs can see this window'))
  })
})
