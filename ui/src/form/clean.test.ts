import { describe, expect, it } from 'vitest'
import pasted from '../../../tests/fixtures/pasted_text.json'
import { clean, saidOf } from './clean'
import { cleanPastes } from './paste'

describe('a pasted text is cleaned as the record cleans it', () => {
  it.each(pasted)('$what', ({ typed, kept, removed, replaced }) => {
    expect(clean(typed)).toEqual({ text: kept, removed, replaced })
    expect(clean(kept).text).toBe(kept)
  })

  it('a person is told in a sentence', () => {
    expect(saidOf({ text: '', removed: 0, replaced: 0 })).toBe('')
    expect(saidOf({ text: '', removed: 1, replaced: 0 })).toBe('1 hidden character was removed.')
    expect(saidOf({ text: '', removed: 3, replaced: 1 })).toBe(
      '3 hidden characters were removed, 1 mark of a word processor was replaced by one that prints.',
    )
  })
})

describe('a paste', () => {
  function paste(box: HTMLInputElement | HTMLTextAreaElement, text: string): string[] {
    const told: string[] = []
    document.body.append(box)
    const stop = cleanPastes((said) => told.push(said))
    const event = new Event('paste', { bubbles: true, cancelable: true })
    Object.defineProperty(event, 'clipboardData', { value: { getData: () => text } })
    box.dispatchEvent(event)
    stop()
    box.remove()
    return told
  }

  it('goes into the box without what nobody sees, and the person is told', () => {
    const box = document.createElement('textarea')
    expect(paste(box, 'one\u200btwo\u00ad')).toEqual(['2 hidden characters were removed.'])
    expect(box.value).toBe('onetwo')
  })

  it('into a password is left alone', () => {
    const box = document.createElement('input')
    box.type = 'password'
    expect(paste(box, 'one\u200btwo')).toEqual([])
    expect(box.value).toBe('')
  })
})
