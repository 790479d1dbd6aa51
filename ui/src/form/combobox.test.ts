import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import Chosen from './Chosen.test.svelte'

const names = ['English', 'Español', 'Français', 'Português', 'Tagalog', 'Tiếng Việt', 'Soomaali', 'Kiswahili']
const options = names.map((label, at) => ({ value: `l${at}`, label }))
const onchosen = vi.fn()
const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Language' })
const shown = () => screen.queryAllByRole('option').map((option) => option.textContent!.trim())
const chosen = () => onchosen.mock.lastCall?.[0] as string
const marked = () => document.getElementById(box().getAttribute('aria-activedescendant') ?? '')?.textContent?.trim()

async function type(text: string) {
  box().focus()
  for (let end = 1; end <= text.length; end += 1) {
    await fireEvent.keyDown(box(), { key: text[end - 1] })
    await fireEvent.input(box(), { target: { value: text.slice(0, end) } })
  }
}
const key = (name: string, more = {}) => fireEvent.keyDown(box(), { key: name, ...more })
const open = (start = '') => render(Chosen, { options, start, onchosen })

afterEach(() => {
  cleanup()
  onchosen.mockReset()
})

it('is found by any part of a word, whatever the accents and the case', async () => {
  open()
  await type('VIET')
  await waitFor(() => expect(shown()).toEqual(['Tiếng Việt']))
  await key('Enter')
  await waitFor(() => expect(chosen()).toBe('l5'))
  expect(box().value).toBe('Tiếng Việt')
  expect(box().getAttribute('aria-expanded')).toBe('false')
})

it('is walked by the arrows, and the marked choice is said', async () => {
  open()
  await type('a')
  await waitFor(() => expect(marked()).toBe('Español'))
  await key('ArrowDown')
  await waitFor(() => expect(marked()).toBe('Français'))
  await key('Enter')
  await waitFor(() => expect(chosen()).toBe('l2'))
})

it('shows the whole list to who presses the arrow', async () => {
  open()
  box().focus()
  await key('ArrowDown')
  await waitFor(() => expect(shown()).toEqual(names))
})

it('is chosen by a press before the box loses the focus', async () => {
  open()
  await type('tag')
  const option = await waitFor(() => screen.getByRole('option', { name: 'Tagalog' }))
  const pressed = await fireEvent.pointerDown(option)
  await fireEvent.pointerUp(option)
  expect(pressed).toBe(false)
  await waitFor(() => expect(chosen()).toBe('l4'))
})

it('takes the only choice left, and an emptied box chooses nothing', async () => {
  open()
  await type('kisw')
  await waitFor(() => expect(shown()).toEqual(['Kiswahili']))
  await fireEvent.blur(box())
  await waitFor(() => expect(chosen()).toBe('l7'))
  await fireEvent.focus(box())
  await fireEvent.input(box(), { target: { value: '' } })
  await fireEvent.blur(box())
  await waitFor(() => expect(chosen()).toBe(''))
})

it('takes again what was chosen before the box was cleared', async () => {
  open('l4')
  box().focus()
  await key('ArrowDown')
  await fireEvent.input(box(), { target: { value: '' } })
  const option = await waitFor(() => screen.getByRole('option', { name: 'Tagalog' }))
  expect(option.getAttribute('aria-selected')).toBe('true')
  await fireEvent.pointerDown(option)
  await fireEvent.pointerUp(option)
  await fireEvent.blur(box())
  expect(chosen()).toBe('l4')
  expect(box().value).toBe('Tagalog')
})

it('keeps what was chosen when the text names nothing, or is left by Esc', async () => {
  open('l0')
  await type('klingon')
  await waitFor(() => screen.getByText('Nothing on the list is called that.'))
  await key('Escape')
  await waitFor(() => expect(box().value).toBe('English'))
  await type('a')
  await fireEvent.blur(box())
  await waitFor(() => expect(box().value).toBe('English'))
  expect(chosen()).toBe('l0')
})

it('leaves the shortcuts of the page alone', async () => {
  open()
  box().focus()
  await key('j', { ctrlKey: true })
  await key('Escape')
  expect(box().getAttribute('aria-expanded')).toBe('false')
})
