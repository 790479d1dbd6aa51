import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const call = vi.hoisted(() => vi.fn())
vi.mock('../../ipc/call', () => ({ call, nothing: {}, refusal: (thrown: unknown) => thrown }))

import type { DraftView, Finding, Form } from '../../ipc/generated'
import { router } from '../../state/router.svelte'
import { session } from '../../state/session.svelte'
import { undo } from '../../state/undo.svelte'
import Writing from './Writing.svelte'

const form: Form = {
  title: 'Return to use',
  sections: [
    {
      title: 'What happened',
      hint: '',
      fields: [
        {
          name: 'place',
          label: 'Place',
          hint: '',
          input: { kind: 'line' },
          required: true,
          when: null,
          voice: false,
          confidential: false,
          width: 12,
        },
      ],
    },
  ],
}
const draft: DraftView = {
  document: 'd1',
  kind: 'lapse',
  title: 'Return to use',
  finish: 'signed',
  client: null,
  client_id: null,
  body: { place: 'Home' },
  rev: 4,
  saved_at: '2026-04-09T18:05:00',
  findings: [],
  prepared_by: null,
  revision: false,
  version: 1,
}
const needed: Finding = { field: 'place', message: '"Place" is needed to sign.', weight: 'hold' }
let answers: Record<string, unknown>
const asked = (name: string) => call.mock.calls.filter(([it]) => it === name)

beforeEach(() => {
  answers = { save_draft: { rev: 5, saved_at: '2026-04-09T18:06:00', findings: [] } }
  call.mockReset().mockImplementation((name: string) => {
    const answer = answers[name]
    if (answer instanceof Promise) return answer
    return answer === undefined ? Promise.reject({ code: 'broken', message: 'No answer.', findings: [] }) : Promise.resolve(answer)
  })
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true
  }
  session.status = { me: { staff: 's', name: 'Pat Sample', credential: 'LPC', role: 'counselor', may: [] }, today: '2026-04-09' } as never
  router.reset()
  undo.forget()
})
afterEach(cleanup)

const signButton = () => screen.getByRole('button', { name: /^Sign(:|$)/ })

it('what is signed is what is on screen: the text is written first', async () => {
  answers.sign_document = {}
  render(Writing, { draft, form })
  await fireEvent.input(screen.getByLabelText('Place'), { target: { value: 'At work' } })
  await fireEvent.click(signButton())
  await waitFor(() => screen.getByLabelText('Your password'))
  expect(asked('save_draft')[0]?.[1]).toEqual({ document: 'd1', rev: 4, body: { place: 'At work' } })
  await fireEvent.input(screen.getByLabelText('Your password'), { target: { value: 'a long enough password' } })
  await fireEvent.submit(screen.getByLabelText('Your password').closest('form')!)
  await waitFor(() => expect(asked('sign_document')).toHaveLength(1))
  expect(asked('sign_document')[0]?.[1]).toEqual({
    document: 'd1',
    rev: 5,
    password: 'a long enough password',
    license_override: '',
    clock_confirmed: false,
  })
  expect(router.place).toEqual({ screen: 'document', document: 'd1' })
})

it('a double press signs once', async () => {
  answers.sign_document = new Promise(() => undefined)
  render(Writing, { draft, form })
  await fireEvent.click(signButton())
  const password = await waitFor(() => screen.getByLabelText('Your password'))
  await fireEvent.input(password, { target: { value: 'a long enough password' } })
  await fireEvent.submit(password.closest('form')!)
  await fireEvent.submit(password.closest('form')!)
  expect(asked('sign_document')).toHaveLength(1)
})

it('a wrong password says so in place and signs nothing', async () => {
  answers.sign_document = Promise.reject({
    code: 'wrong_password',
    message: 'That password does not sign for you. Nothing was signed.',
    findings: [],
  })
  render(Writing, { draft, form })
  await fireEvent.click(signButton())
  const password = await waitFor(() => screen.getByLabelText('Your password'))
  await fireEvent.input(password, { target: { value: 'not it' } })
  await fireEvent.submit(password.closest('form')!)
  await waitFor(() => screen.getByText(/does not sign for you/))
  expect(password).toHaveProperty('value', '')
  expect(router.place.screen).toBe('today')
})

it('a held signature says how much is to settle, and pressing it leads there', async () => {
  render(Writing, { draft: { ...draft, body: { place: '' }, findings: [needed] }, form })
  const sign = signButton()
  expect(sign.textContent).toContain('Sign: 1 to settle')
  expect(sign.getAttribute('aria-disabled')).toBe('true')
  await fireEvent.click(sign)
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Place')))
  expect(screen.queryByLabelText('Your password')).toBeNull()
  expect(screen.getByLabelText('Place').getAttribute('aria-invalid')).toBe('true')
})

it('text that cannot be written keeps the page and asks once', async () => {
  answers.save_draft = Promise.reject({
    code: 'not_saved',
    message: 'Not saved: the disk is full. Your text is kept on this screen.',
    findings: [],
  })
  render(Writing, { draft, form })
  await fireEvent.input(screen.getByLabelText('Place'), { target: { value: 'At work' } })
  const left = router.go({ screen: 'clients' })
  await waitFor(() => screen.getByRole('button', { name: 'Leave without it' }))
  expect(screen.getByLabelText('Place')).toHaveProperty('value', 'At work')
  await fireEvent.click(screen.getByRole('button', { name: 'Stay' }))
  expect(await left).toBe(false)
  expect(session.saved).toMatchObject({ state: 'failed' })
})

it('a discarded draft can be taken back', async () => {
  Object.assign(answers, { discard_draft: {}, restore_draft: draft })
  render(Writing, { draft, form })
  await fireEvent.click(screen.getByRole('button', { name: 'Discard draft' }))
  await waitFor(() => expect(undo.offer?.said).toBe('Return to use draft discarded.'))
  await undo.take()
  expect(asked('restore_draft')).toHaveLength(1)
  expect(router.place).toEqual({ screen: 'document', document: 'd1', draft: true })
})
