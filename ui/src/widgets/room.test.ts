import { expect, it } from 'vitest'
import type { ContactLine, ReleaseState } from '../ipc/generated'
import { answerFor, mayBeHere, presentOf, withEveryone } from './room'

const contact = (id: string, state: ReleaseState | null, covers: string[] = []): ContactLine => ({
  document: id,
  name: id,
  relationship: 'sister',
  role: '',
  organization: '',
  phone: '',
  emergency: false,
  release: state && { document: `r-${id}`, contact: id, recipient: id, purpose: '', covers, state, until: null, reason: '' },
})
const alex = contact('alex', 'active', ['attendance', 'progress', 'aftercare_plan'])
const sam = contact('sam', 'active', ['attendance', 'progress'])
const rosa = contact('rosa', null)
const revoked = contact('former partner', 'revoked', ['attendance'])

it("a release says what may be said; the rest is the client's to say while the client is here", () => {
  const person = presentOf(sam, 'p1')
  expect(answerFor('attendance', person, sam, true)).toBe('may_say')
  expect(answerFor('aftercare_plan', person, sam, true)).toBe('client_decides')
  expect(answerFor('aftercare_plan', person, sam, false)).toBe('not_covered')
})

it('nothing may be said to someone without a release, or with a revoked one', () => {
  for (const it of [rosa, revoked]) {
    expect(mayBeHere(presentOf(it, 'p'), it, true)).toBe(false)
    expect(answerFor('attendance', presentOf(it, 'p'), it, true)).toBe('not_covered')
  }
})

it('a client who is here may agree for today; one who is not, cannot', () => {
  const person = { ...presentOf(rosa, 'p'), client_agreed: true }
  expect(mayBeHere(person, rosa, true)).toBe(true)
  expect(mayBeHere(person, rosa, false)).toBe(false)
})

it('with everyone, only what every release covers', () => {
  const people = [presentOf(alex, 'p1'), presentOf(sam, 'p2')]
  expect(withEveryone(['attendance', 'aftercare_plan'], people, [alex, sam], true)).toEqual(['attendance'])
  expect(withEveryone(['attendance'], [], [alex], true)).toEqual([])
})

it('the note keeps what each release covered at that time', () => {
  expect(presentOf(alex, 'p1')).toMatchObject({ release: 'r-alex', may_say: ['attendance', 'progress', 'aftercare_plan'] })
  expect(presentOf(revoked, 'p2')).toMatchObject({ release: '', may_say: [] })
})
