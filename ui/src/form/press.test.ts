import { expect, it, vi } from 'vitest'
import { afterPress } from './press'

it('what moves the page waits for the press that is under way', () => {
  vi.useFakeTimers()
  const moved: string[] = []
  afterPress(() => moved.push('quiet'))
  dispatchEvent(new Event('pointerdown'))
  afterPress(() => moved.push('pressed'))
  expect(moved).toEqual(['quiet'])
  dispatchEvent(new Event('pointerup'))
  expect(moved).toEqual(['quiet'])
  vi.runAllTimers()
  expect(moved).toEqual(['quiet', 'pressed'])
  vi.useRealTimers()
})
