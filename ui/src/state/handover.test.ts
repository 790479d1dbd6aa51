import { beforeEach, describe, expect, it, vi } from 'vitest'

const asked: { command: string; input: Record<string, unknown> }[] = []
let left: unknown = { places: [], unsaved: [] }
vi.mock('../ipc/call', () => ({
  call: (command: string, input: Record<string, unknown>) => {
    asked.push({ command, input })
    return Promise.resolve(command === 'returned' ? left : null)
  },
}))

const { answerTheWindow, comeBack, handover, holds, takeUp } = await import('./handover.svelte')
const { router } = await import('./router.svelte')

const ask = (closing: boolean, held = false) => dispatchEvent(new CustomEvent('handover', { detail: { turn: 7, closing, held } }))
const answer = () => vi.waitFor(() => asked.find((it) => it.command === 'handed_over')!.input)

describe('handing over', () => {
  beforeEach(() => {
    asked.length = 0
    handover.wouldLose = ''
    router.reset()
  })

  it('writes first, then says where the person is and what could not be written', async () => {
    const stop = answerTheWindow()
    const order: string[] = []
    const unheld = holds({
      flush: () => Promise.resolve(order.push('written')),
      unsaved: () => (order.push('asked'), { about: 'draft 1', text: '"Slept better"' }),
    })
    await router.go({ screen: 'chart', client: 'c1' })
    ask(false)
    expect(await answer()).toEqual({
      turn: 7,
      places: [{ screen: 'today' }, { screen: 'chart', client: 'c1' }],
      unsaved: [{ about: 'draft 1', text: '"Slept better"' }],
    })
    expect(order).toEqual(['written', 'asked'])
    expect(handover.wouldLose).toBe('')
    unheld()
    stop()
  })

  it('keeps the window open while closing would lose text', async () => {
    const stop = answerTheWindow()
    const unheld = holds({ flush: () => Promise.reject(new Error('full')), unsaved: () => ({ about: 'draft 1', text: '{}' }) })
    ask(true)
    await answer()
    await vi.waitFor(() => expect(handover.wouldLose).toBe('mine'))
    unheld()
    asked.length = 0
    ask(true, true)
    await answer()
    await vi.waitFor(() => expect(handover.wouldLose).toBe('held'))
    asked.length = 0
    ask(true)
    await answer()
    await vi.waitFor(() => expect(handover.wouldLose).toBe(''))
    stop()
  })

  it('comes back to the place with the text, once', async () => {
    left = {
      places: [{ screen: 'clients' }, { screen: 'document', document: 'd1', draft: true }],
      unsaved: [{ about: 'draft d1', text: '{"rev":3}' }],
    }
    await comeBack()
    expect(router.place).toEqual({ screen: 'document', document: 'd1', draft: true })
    expect(router.root).toBe('clients')
    const stop = answerTheWindow()
    ask(false)
    expect((await answer()).unsaved, 'nobody took it up yet').toEqual([{ about: 'draft d1', text: '{"rev":3}' }])
    expect(takeUp('draft d1')).toEqual({ rev: 3 })
    expect(takeUp('draft d1')).toBeNull()
    stop()
  })
})
