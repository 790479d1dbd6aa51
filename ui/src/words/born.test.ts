import { expect, it } from 'vitest'
import { sayBorn } from './born'

it('a birth date that is not known is said, with the estimated year where there is one', () => {
  expect(sayBorn({ born: null, born_about: null })).toBe('birth date not known')
  expect(sayBorn({ born: null, born_about: 1986 })).toBe('born about 1986')
  expect(sayBorn({ born: '1988-05-17', born_about: null })).toContain('1988')
})
