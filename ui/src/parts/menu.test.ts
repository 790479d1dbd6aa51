import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import Menu from './Menu.svelte'

const acts = { plan: vi.fn(), session: vi.fn(), screening: vi.fn() }
const choices = [
  { label: 'Treatment plan', act: acts.plan },
  { label: 'Session with family', act: acts.session },
  { label: 'Screening', act: acts.screening },
]
const trigger = () => screen.getByRole('button', { name: 'New note' })
const key = (name: string) => fireEvent.keyDown(document.activeElement!, { key: name, code: name })
const focused = (words: string) => waitFor(() => expect(document.activeElement?.textContent?.trim()).toBe(words))

async function open() {
  render(Menu, { label: 'New note', choices })
  trigger().focus()
  await fireEvent.keyDown(trigger(), { key: 'ArrowDown', code: 'ArrowDown' })
  await focused('Treatment plan')
}

afterEach(() => {
  cleanup()
  vi.clearAllMocks()
})

it('opens by key on its first choice, and the arrows go around', async () => {
  await open()
  await key('ArrowUp')
  await focused('Screening')
  await key('ArrowDown')
  await focused('Treatment plan')
})

it('opens when a page opens it, on its first choice', async () => {
  const view = render(Menu, { label: 'New note', choices, open: false })
  await fireEvent.keyDown(document.body, { key: 'n', ctrlKey: true })
  await view.rerender({ open: true })
  await focused('Treatment plan')
})

it('finds a choice by the letters typed, one after the other', async () => {
  await open()
  await key('s')
  await focused('Session with family')
  await key('c')
  await focused('Screening')
})

it('does what is chosen once, and gives the focus back', async () => {
  await open()
  await key('Enter')
  expect(acts.plan).toHaveBeenCalledTimes(1)
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
  await waitFor(() => expect(document.activeElement).toBe(trigger()))
})

it('closes by Esc without leaving the page, and gives the focus back', async () => {
  const left = vi.fn((event: KeyboardEvent) => event.defaultPrevented)
  addEventListener('keydown', left)
  await open()
  left.mockClear()
  await key('Escape')
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
  await waitFor(() => expect(document.activeElement).toBe(trigger()))
  expect(left.mock.results.every((heard) => heard.value === true)).toBe(true)
  removeEventListener('keydown', left)
})

it('is named, and says whether it is open', async () => {
  render(Menu, { label: 'New note', choices })
  expect(trigger().getAttribute('aria-haspopup')).toBe('menu')
  expect(trigger().getAttribute('aria-expanded')).toBe('false')
  trigger().focus()
  await fireEvent.keyDown(trigger(), { key: 'Enter', code: 'Enter' })
  await waitFor(() => expect(screen.getByRole('menu', { name: 'New note' })).toBeTruthy())
  expect(trigger().getAttribute('aria-expanded')).toBe('true')
})
