import { cleanup, render, screen } from '@testing-library/svelte'
import { tick } from 'svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Refusal } from '../ipc/call'
import Outcome from '../parts/Outcome.svelte'
import { Attempt } from './attempt.svelte'

const missing = new Refusal('bad_input', 'Some answers do not fit.', [{ field: 'name', message: 'The name is missing.', weight: 'hold' }])
const said = async () => (await tick(), document.body.textContent.trim())

afterEach(cleanup)

describe('something a person asked for', () => {
  it('is asked once, however often it is pressed', async () => {
    const attempt = new Attempt()
    let answer = () => {}
    const act = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)))
    const first = attempt.run(act)
    expect(attempt.busy).toBe(true)
    expect(await attempt.run(act)).toBe(false)
    answer()
    expect(await first).toBe(true)
    expect(attempt.busy).toBe(false)
    expect(act).toHaveBeenCalledTimes(1)
  })

  it('is refused in a sentence, with what is wrong at each field, until it is asked again', async () => {
    const attempt = new Attempt()
    expect(await attempt.run(() => Promise.reject(missing))).toBe(false)
    expect(attempt).toMatchObject({ failure: missing.message, wrong: { name: 'The name is missing.' }, busy: false })
    await attempt.run(() => Promise.resolve())
    expect(attempt).toMatchObject({ failure: '', wrong: {} })
  })

  it('says nothing of a refusal that the screen deals with itself', async () => {
    const attempt = new Attempt()
    await attempt.run(
      () => Promise.reject(missing),
      (why) => why.code === 'bad_input',
    )
    expect(attempt.failure).toBe('')
  })

  it('says nothing of the machine when something broke', async () => {
    const attempt = new Attempt()
    await attempt.run(() => Promise.reject(new TypeError('undefined is not a function')))
    expect(attempt.failure).not.toContain('undefined')
    expect(attempt.failure).not.toBe('')
  })
})

describe('what came of it', () => {
  it('interrupts when it was refused, by the most exact sentence there is', async () => {
    const attempt = new Attempt()
    render(Outcome, { attempt })
    await attempt.run(() => Promise.reject(missing))
    await tick()
    expect(screen.getByRole('alert').textContent.trim()).toBe('The name is missing.')
  })

  it('names no field twice where findings stand at their fields', async () => {
    const attempt = new Attempt()
    render(Outcome, { attempt, atFields: true })
    await attempt.run(() => Promise.reject(missing))
    expect(await said()).toBe(missing.message)
  })

  it('waits for the reader when it went well, in a place that was there before', async () => {
    const attempt = new Attempt()
    render(Outcome, { attempt })
    const place = screen.getByRole('status')
    attempt.done = 'Saved.'
    await tick()
    expect(screen.getByRole('status')).toBe(place)
    expect(place.textContent.trim()).toBe('Saved.')
    expect(screen.queryByRole('alert')).toBeNull()
  })
})
