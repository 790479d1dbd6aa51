import { expect, it } from 'vitest'
import { widget } from '../../dev/mock/widgets'
import type { Field } from '../ipc/generated'
import { keptFrom, moveText, sectionsOf } from './formats'

const field = { name: 'sections', label: 'Note', input: widget('note_sections') } as Field
const dap = { data: 'Reports 6 drinks.', assessment: 'A lapse.', plan: 'Call her sister.' }

it('switching the format keeps the text of shared sections and offers the rest', () => {
  expect(keptFrom(field, { format: 'dap', sections: dap })).toEqual([])
  expect(keptFrom(field, { format: 'soap', sections: dap })).toEqual([{ key: 'data', label: 'Data', text: 'Reports 6 drinks.' }])
  expect(sectionsOf(field, { format: 'soap' }).map((it) => it.key)).toEqual(['subjective', 'objective', 'assessment', 'plan'])
})

it('left text moves behind what a section already says, and nothing is lost', () => {
  expect(moveText({ ...dap, subjective: 'Says she is tired.' }, 'data', 'subjective')).toEqual({
    assessment: 'A lapse.',
    plan: 'Call her sister.',
    subjective: 'Says she is tired.\nReports 6 drinks.',
  })
})
