import { beforeAll, describe, expect, it, vi } from 'vitest'
import { drafts } from '../dev/mock/chart'
import { kinds as every } from '../dev/mock/documents'
import { due, rows as people } from '../dev/mock/people'
import { move } from '../src/parts/rows'
import { isSoon, work } from '../src/parts/work'
import { offers, plain } from '../src/screens/frame/offers'
import { kinds } from '../src/state/kinds.svelte'
import { initials, session } from '../src/state/session.svelte'

vi.mock('../src/ipc/call', async (original) => ({ ...(await original<object>()), call: () => Promise.resolve(every) }))
beforeAll(() => kinds.learn())

describe('what is due and unsigned', () => {
  it('stands in one list, oldest first', () => {
    const days = work(due, drafts).map((item) => item.on)
    expect(days).toEqual([...days].sort())
    expect(days).toHaveLength(due.length + drafts.length)
  })
})

describe('work of now', () => {
  it('is what is late, today or a week ahead, and every draft', () => {
    const now = work(due, drafts).filter((item) => isSoon(item, '2026-04-09'))
    expect(now.filter((item) => item.is === 'draft')).toHaveLength(drafts.length)
    expect(now.some((item) => item.is === 'due' && item.due.what === 'Individual session')).toBe(true)
    expect(now.some((item) => item.on === '2026-04-21')).toBe(false)
  })
})

describe('the palette', () => {
  const lock = () => {}
  it('finds without accents or capitals', () => {
    expect(plain('Zoë ÉJEMPLO')).toBe('zoe ejemplo')
    expect(offers('to do', [], 'find', lock).map((offer) => offer.label)).toContain('To do')
  })
  it('shows people, then what can be done for the first of them, then places', () => {
    session.status = { me: { may: ['write_clinical'] } } as never
    const groups = [...new Set(offers('mari', people.slice(0, 1), 'find', lock).map((offer) => offer.group))]
    expect(groups).toEqual(['People', 'Do, for Mari Testcase-Example'])
    const all = [...new Set(offers('', people.slice(0, 2), 'find', lock).map((offer) => offer.group))]
    expect(all).toEqual(['People', 'Do', 'Go'])
  })
  it('offers nothing to write to a role that may not write', () => {
    session.status = { me: { may: [] } } as never
    expect(offers('mari', people.slice(0, 1), 'find', lock).filter((offer) => offer.id.startsWith('start-'))).toEqual([])
  })
  it('asks only whose note it is when a note was asked for', () => {
    expect(offers('', people.slice(0, 3), 'note', lock).every((offer) => offer.id.startsWith('person-'))).toBe(true)
  })
  it('shows initials while names are hidden', () => {
    session.namesHidden = true
    const text = JSON.stringify(offers('mari', people, 'find', lock).map((offer) => [offer.group, offer.label]))
    session.namesHidden = false
    expect(text).toContain('M. T.-E.')
    expect(text).not.toMatch(/Mari|Testcase/)
  })
})

describe('names', () => {
  it('hide as initials, hyphens kept', () => {
    expect(initials('Alex Testcase-Example')).toBe('A. T.-E.')
    expect(initials('émile  Ñandú')).toBe('É. Ñ.')
    expect(initials('"Dee" (12-step sponsor, first name only)')).toBe('D.')
    expect(initials('')).toBe('')
  })
})

describe('moving in a list', () => {
  it('stays inside it', () => {
    expect([move('ArrowDown', 2, 3), move('ArrowUp', 0, 3), move('Home', 2, 3), move('End', 0, 3), move('x', 1, 3)]).toEqual([
      2,
      0,
      0,
      2,
      null,
    ])
  })
})
