import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from '../src/App.svelte'
import { router } from '../src/state/router.svelte'
import { session } from '../src/state/session.svelte'
import { drawable, drawing, LONGEST } from '../src/words/drawings'
import { dayIn, languageOf } from '../src/screens/hand-signature/words'
import { stand } from './gallery'

const pad = { width: 300, height: 100 }

describe('a signature made by hand', () => {
  it('is kept as lines in the box of the record, whatever the size of the screen', () => {
    expect(
      drawing(
        [
          [
            { x: 0, y: 0 },
            { x: 150, y: 50 },
          ],
          [{ x: 300, y: 100 }],
        ],
        pad,
      ),
    ).toBe('M 0 0 L 300 100 M 600 200 L 600 200')
  })
  it('never leaves the box', () => {
    expect(
      drawing(
        [
          [
            { x: -5, y: 3 },
            { x: 999, y: 400 },
          ],
        ],
        pad,
      ),
    ).toBe('M 0 6 L 600 200')
  })
  it('that is very long keeps its ends and fits', () => {
    const long = Array.from({ length: 9000 }, (_, at) => ({ x: (at * 7.7) % 300, y: (at * 3.3) % 100 }))
    const path = drawing([long], pad)
    expect(path.length).toBeLessThanOrEqual(LONGEST)
    expect(path.startsWith('M 0 0')).toBe(true)
    const last = long.at(-1)!
    expect(path.endsWith(`L ${Math.round(last.x * 20) / 10} ${Math.round(last.y * 20) / 10}`)).toBe(true)
  })
  it('from elsewhere is drawn only when it is made of lines', () => {
    expect(drawable('M 1 2 L 3 4')).toBe(true)
    expect(drawable('M 1 2 L 3 4"/><script>')).toBe(false)
    expect(drawable('url(#x)')).toBe(false)
  })
})

describe('the screen the client gets', () => {
  beforeEach(() => {
    router.reset()
    session.status = null
    session.namesHidden = false
    // The test's window draws nothing.
    const context = new Proxy({}, { get: () => () => {} })
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never)
  })
  afterEach(() => {
    cleanup()
    vi.restoreAllMocks()
  })

  async function handOver(own: Parameters<typeof stand>[0] = {}) {
    const asked = stand(own)
    render(App)
    await vi.waitFor(() => expect(document.body.textContent).toContain('Here today'), 10_000)
    await router.go({ screen: 'document', document: 'd-plan' })
    await fireEvent.click(await screen.findByRole('button', { name: 'Client signs' }, { timeout: 10_000 }))
    await vi.waitFor(() => expect(document.querySelector('main')!.getAttribute('lang')).toBe('es-US'), 10_000)
    return asked
  }

  it('speaks the language the client reads, and shows nothing else of the record', async () => {
    await handOver()
    expect(document.body.textContent).toContain('Firme aquí')
    expect(document.querySelector('h1')!.textContent).toBe('Plan de tratamiento')
    expect(document.querySelector('nav')).toBeNull()
    expect(document.querySelector('header')).toBeNull()
    await fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true })
    expect(document.querySelector('dialog[open]')).toBeNull()
    expect([dayIn('es', '2026-03-12'), dayIn('en', '2026-03-12')]).toEqual(['12 de marzo de 2026', 'March 12, 2026'])
    expect(languageOf('Spanish, English')).toBe('es')
    expect(languageOf('English, Spanish')).toBe('en')
    expect(languageOf('')).toBe('en')
  })
  it('takes no typed name for a signature', async () => {
    const asked = await handOver()
    await fireEvent.submit(document.querySelector('form')!)
    expect(screen.getByRole('alert').textContent).toContain('El nombre escrito no es una firma.')
    expect(asked.map((each) => each.name)).not.toContain('sign_by_hand')
  })
  it('asks family how they are related', async () => {
    await handOver()
    await fireEvent.click(screen.getByRole('radio', { name: 'Familia' }))
    expect((screen.getByLabelText('Su nombre') as HTMLInputElement).value).toBe('')
    await fireEvent.input(screen.getByLabelText('Su nombre'), { target: { value: 'Alex Testcase' } })
    await fireEvent.submit(document.querySelector('form')!)
    expect(screen.getByRole('alert').textContent).toContain('Falta su parentesco.')
  })

  const opened = () => document.querySelector<HTMLElement>('dialog[open]')
  const PATIENT = { timeout: 10_000 }

  it('shows the whole of what is signed: the paper as it prints, in the language and size the client reads', async () => {
    const asked = await handOver()
    await vi.waitFor(() => expect(asked.map((each) => each.name)).toContain('preview'), PATIENT)
    const wanted = () => asked.filter((each) => each.name === 'preview').at(-1)!.input
    expect(wanted()).toMatchObject({ document: 'd-plan', draft: false, language: 'es', size: 'large', recipient: null })
    await fireEvent.click(screen.getByRole('radio', { name: 'English' }))
    await vi.waitFor(() => expect(wanted()).toMatchObject({ language: 'en' }), PATIENT)
    expect(screen.getByRole('region', { name: 'What you sign, all of it' }).tabIndex).toBe(0)
  })
  it('shows every answer in words where no paper can be made, names in the open', async () => {
    session.namesHidden = true
    await handOver({
      preview: () => {
        throw { code: 'forbidden', message: 'Your role does not print.', findings: [] }
      },
    })
    const whole = within(await screen.findByRole('region', { name: 'Lo que usted firma, completo' }, PATIENT))
    await vi.waitFor(() => expect(whole.queryAllByRole('term').length).toBeGreaterThan(3), PATIENT)
    expect(session.namesHidden).toBe(false)
  })
  it('is left by no key and no button without the password of the member of staff', async () => {
    const asked = await handOver()
    for (const key of ['Escape', 'F9', 'F6', '?']) await fireEvent.keyDown(document.body, { key })
    for (const key of ['k', 'n', 'p', '1']) await fireEvent.keyDown(document.body, { key, ctrlKey: true })
    expect(router.place.screen).toBe('hand_signature')
    // Esc asks for the password; so does the button.
    await vi.waitFor(() => expect(opened()?.getAttribute('aria-label')).toBe('Take the screen back'), PATIENT)
    const asks = within(opened()!)
    await fireEvent.click(asks.getByRole('button', { name: 'Take it back' }))
    expect(asked.map((each) => each.name)).not.toContain('take_back')
    await fireEvent.input(asks.getByLabelText('Your password'), { target: { value: 'wrong' } })
    await fireEvent.submit(asks.getByLabelText<HTMLInputElement>('Your password').form!)
    await asks.findByText(/not the password of the person who handed/, {}, PATIENT)
    expect(router.place.screen).toBe('hand_signature')
    await fireEvent.input(asks.getByLabelText('Your password'), { target: { value: 'a quiet evening walk' } })
    await fireEvent.submit(asks.getByLabelText<HTMLInputElement>('Your password').form!)
    await vi.waitFor(() => expect(router.place).toEqual({ screen: 'document', document: 'd-plan' }), PATIENT)
  })
  it('may be locked by anybody, which asks for a password too', async () => {
    const asked = await handOver({ lock: () => ({}) })
    await fireEvent.keyDown(document.body, { key: 'l', ctrlKey: true })
    await vi.waitFor(() => expect(asked.map((each) => each.name)).toContain('lock'), PATIENT)
  })
  it('gives names back to whoever had hidden them', async () => {
    session.namesHidden = true
    await handOver()
    expect(session.namesHidden).toBe(false)
    router.replace({ screen: 'document', document: 'd-plan' })
    await vi.waitFor(() => expect(session.namesHidden).toBe(true), PATIENT)
  })
  it('is open to people who see, hear or move differently', async () => {
    await handOver()
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
    expect(found.violations.map((each) => each.id)).toEqual([])
  })
})
