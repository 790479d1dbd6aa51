import { expect, it } from 'vitest'
import { FORMATS, keptFrom, moveText } from './formats'

const dap = { data: 'Reports 6 drinks.', assessment: 'A lapse.', plan: 'Call her sister.' }

it('switching the format keeps the text of shared sections and offers the rest', () => {
  expect(keptFrom('dap', dap)).toEqual([])
  expect(keptFrom('soap', dap)).toEqual([{ key: 'data', label: 'Data', text: 'Reports 6 drinks.' }])
  expect(FORMATS.soap?.map((it) => it.key)).toContain('plan')
})

it('left text moves behind what a section already says, and nothing is lost', () => {
  expect(moveText({ ...dap, subjective: 'Says she is tired.' }, 'data', 'subjective')).toEqual({
    assessment: 'A lapse.',
    plan: 'Call her sister.',
    subjective: 'Says she is tired.\nReports 6 drinks.',
  })
})
