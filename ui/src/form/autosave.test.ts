import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { DraftView } from '../ipc/generated'

const call = vi.hoisted(() => vi.fn())
vi.mock('../ipc/call', () => ({ call, refusal: (thrown: unknown) => thrown }))

import { Autosave } from './autosave.svelte'

const draft = (body = {}): DraftView => ({
  document: 'd1',
  kind: 'individual_note',
  title: 'Individual note',
  finish: 'signed',
  client: null,
  client_id: null,
  body,
  rev: 1,
  saved_at: '2026-04-09T18:05:00',
  findings: [],
  prepared_by: null,
  revision: false,
  version: 1,
})
const saved = (rev: number) => ({ rev, saved_at: '2026-04-09T18:06:00', findings: [] })
/** An answer of the record that comes when the test says so. */
function later<T>() {
  let answer!: (value: T) => void
  let refuse!: (error: unknown) => void
  const promise = new Promise<T>((resolve, reject) => ([answer, refuse] = [resolve, reject]))
  return { promise, answer, refuse }
}

beforeEach(() => {
  vi.useFakeTimers()
  call.mockReset()
})
afterEach(() => void vi.useRealTimers())

it('text is written a second after the last key, once', async () => {
  call.mockResolvedValue(saved(2))
  const saver = new Autosave(draft())
  saver.push({ text: 'a' })
  await vi.advanceTimersByTimeAsync(900)
  saver.push({ text: 'ab' })
  await vi.advanceTimersByTimeAsync(900)
  expect(call).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(200)
  expect(call).toHaveBeenCalledExactlyOnceWith('save_draft', { document: 'd1', rev: 1, body: { text: 'ab' } })
  expect(saver.state).toBe('saved')
  expect(saver.words).toBe('Draft saved 6:06 pm')
  saver.close()
})

it('one write at a time, and the newest text goes last', async () => {
  const first = later<ReturnType<typeof saved>>()
  call.mockReturnValueOnce(first.promise).mockResolvedValue(saved(3))
  const saver = new Autosave(draft())
  saver.push({ text: 'first' })
  const flushed = saver.flush()
  saver.push({ text: 'second' })
  saver.push({ text: 'third' })
  expect(call).toHaveBeenCalledTimes(1)
  first.answer(saved(2))
  expect(await flushed).toBe(true)
  expect(call.mock.calls.map(([, input]) => [input.rev, input.body.text])).toEqual([
    [1, 'first'],
    [2, 'third'],
  ])
  saver.close()
})

it('text that could not be written stays unsaved, says why, and is tried again', async () => {
  call
    .mockRejectedValueOnce({ code: 'not_saved', message: 'Not saved: the disk is full. Your text is kept on this screen.' })
    .mockResolvedValue(saved(2))
  const saver = new Autosave(draft())
  saver.push({ text: 'kept' })
  expect(await saver.flush()).toBe(false)
  expect(saver.state).toBe('failed')
  expect(saver.words).toContain('the disk is full')
  await vi.advanceTimersByTimeAsync(2000)
  expect(saver.state).toBe('saved')
  expect(call.mock.lastCall?.[1].body).toEqual({ text: 'kept' })
  saver.close()
})

it('a draft changed in another window is not overwritten until a person chooses', async () => {
  call.mockRejectedValueOnce({ code: 'stale', message: 'Changed elsewhere.' })
  const saver = new Autosave(draft())
  saver.push({ text: 'mine' })
  expect(await saver.flush()).toBe(false)
  expect(saver.state).toBe('stale')
  saver.push({ text: 'mine, longer' })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(call).toHaveBeenCalledTimes(1)

  call.mockImplementation((name: string) => Promise.resolve(name === 'draft' ? { ...draft({ text: 'theirs' }), rev: 7 } : saved(8)))
  expect(await saver.keepThis()).toBe(true)
  expect(call.mock.lastCall).toEqual(['save_draft', { document: 'd1', rev: 7, body: { text: 'mine, longer' } }])
  saver.close()
})

it('the newer text of another window can be taken instead', async () => {
  call.mockRejectedValueOnce({ code: 'stale', message: 'Changed elsewhere.' })
  const saver = new Autosave(draft())
  saver.push({ text: 'mine' })
  await saver.flush()
  call.mockResolvedValue({ ...draft({ text: 'theirs' }), rev: 7 })
  expect((await saver.takeNewer()).body).toEqual({ text: 'theirs' })
  expect([saver.state, saver.rev]).toEqual(['saved', 7])
  saver.close()
})

it('leaving writes what was typed just now', async () => {
  call.mockImplementation((_: string, input: { rev: number }) => Promise.resolve(saved(input.rev + 1)))
  const saver = new Autosave(draft())
  saver.push({ text: 'typed just now' })
  expect(await saver.flush()).toBe(true)
  expect(call).toHaveBeenCalledOnce()
  saver.close()
})

it('nothing is written when nothing changed', async () => {
  const saver = new Autosave(draft({ text: 'same' }))
  saver.push({ text: 'same' })
  expect(await saver.flush()).toBe(true)
  expect(call).not.toHaveBeenCalled()
  saver.close()
})
