import { expect, test } from 'vitest'

const files = import.meta.glob<string>('../src/**/*.{css,svelte}', { query: '?raw', import: 'default', eager: true })
const tokens = files['../src/tokens.css']!
const everything = Object.values(files).join('\n')

const named = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map((found) => found[1]!))
const used = named(everything, /var\((--[\w-]+)/g)

test('every token is used', () => {
  expect([...named(tokens, /(--[\w-]+):/g)].filter((token) => !used.has(token))).toEqual([])
})

test('what a style asks for is a token, or set by a component for its own parts', () => {
  const set = named(everything, /(--[\w-]+)[:=]/g)
  expect([...used].filter((token) => !set.has(token))).toEqual([])
})

test('what has a color in the dark has one in the light', () => {
  const [light = '', dark = ''] = tokens.split("[data-theme='dark']")
  const inLight = named(light, /(--[\w-]+):/g)
  expect([...named(dark, /(--[\w-]+):/g)].filter((token) => !inLight.has(token))).toEqual([])
})

test('a component styles its own elements; of others it asks only whether they are there', () => {
  const reaching = (text: string) => /:global/.test(text.replace(/:has\((?:[^()]|\([^()]*\))*\)/g, ''))
  expect(Object.keys(files).filter((path) => reaching(files[path]!))).toEqual([])
})
