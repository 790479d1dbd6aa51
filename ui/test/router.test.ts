import { beforeEach, describe, expect, it } from 'vitest'
import { back, go, router } from '../src/state/router.svelte'

describe('places', () => {
  beforeEach(() => router.reset())

  it('begins at Today with nowhere to go back to', async () => {
    expect(router.place).toEqual({ screen: 'today' })
    expect(await back()).toBe(false)
  })
  it('goes back from a document to its chart and from the chart to the list', async () => {
    await go({ screen: 'clients' })
    await go({ screen: 'chart', client: 'pt1' })
    await go({ screen: 'document', document: 'd1' })
    await back()
    expect(router.place).toEqual({ screen: 'chart', client: 'pt1' })
    await back()
    expect(router.place).toEqual({ screen: 'clients' })
  })
  it('returns to the chart section one left', async () => {
    await go({ screen: 'chart', client: 'pt1' })
    router.replace({ screen: 'chart', client: 'pt1', tab: 'measures' })
    await go({ screen: 'document', document: 'd1' })
    await back()
    expect(router.place).toEqual({ screen: 'chart', client: 'pt1', tab: 'measures' })
    await back()
    expect(router.place).toEqual({ screen: 'today' })
  })
  it('starts over at a main place', async () => {
    await go({ screen: 'chart', client: 'pt1' })
    await go({ screen: 'todo' })
    expect(router.canGoBack).toBe(false)
    expect(router.root).toBe('todo')
  })
  it('stays where text is not safe yet', async () => {
    await go({ screen: 'document', document: 'd1', draft: true })
    const withdraw = router.guard(() => false)
    expect(await go({ screen: 'today' })).toBe(false)
    expect(await back()).toBe(false)
    withdraw()
    expect(await back()).toBe(true)
  })
  it('comes back to the same row', async () => {
    const row = Object.assign(document.createElement('button'), { textContent: 'Jordan' })
    row.dataset.row = 'pt2'
    const pane = document.createElement('div')
    pane.className = 'pane'
    pane.append(row)
    const main = document.createElement('main')
    main.append(pane)
    document.body.replaceChildren(main)
    await go({ screen: 'clients' })
    document.querySelector('button')!.focus()
    await go({ screen: 'chart', client: 'pt2' })
    document.querySelector('button')!.blur()
    await back()
    expect(document.activeElement?.textContent).toBe('Jordan')
  })
})
