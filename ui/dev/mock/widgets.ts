import type { Choice, Field, Input } from '../../src/ipc/generated'

/** What the record's forms say inside the parts drawn by hand, as far as the gallery and the tests show it. */
const inside = (name: string, label: string, input: Input, hint = '', formats: string[] = []): Field => ({
  name,
  label,
  hint,
  input,
  required: false,
  when: formats.length > 0 ? { field: 'format', is: formats } : null,
  voice: false,
  confidential: false,
  width: 12,
})

const pairs = (...list: [string, string][]): Choice[] => list.map(([value, label]) => ({ value, label }))
const progress = inside('progress', 'Progress', {
  kind: 'oneOf',
  options: pairs(['setback', 'Setback'], ['same', 'Same'], ['better', 'Better']),
})
const text = (name: string, label: string, ...formats: string[]) =>
  inside(name, label, { kind: 'paragraph' }, '', [...formats, ...formats.map((it) => it.toUpperCase())])

const fields: Record<string, Field[]> = {
  progress: [progress],
  group_people: [
    inside('attendance', 'Attendance', {
      kind: 'oneOf',
      options: pairs(
        ['present', 'Present'],
        ['late', 'Late'],
        ['left_early', 'Left early'],
        ['absent_excused', 'Excused absence'],
        ['no_show', 'Did not attend, did not call'],
      ),
    }),
    progress,
  ],
  note_sections: [
    text('subjective', 'Subjective', 'soap'),
    text('objective', 'Objective', 'soap'),
    text('data', 'Data', 'dap'),
    text('behavior', 'Behavior', 'birp'),
    text('goal', 'Goal', 'girp'),
    text('assessment', 'Assessment', 'soap', 'dap'),
    text('intervention', 'Intervention', 'birp', 'girp'),
    text('response', 'Response', 'birp', 'girp'),
    text('plan', 'Plan', 'soap', 'dap', 'birp', 'girp'),
  ],
  family_room: [
    inside('may_say', 'May be said', {
      kind: 'manyOf',
      options: pairs(['attendance', 'Attendance'], ['progress', 'Progress'], ['aftercare_plan', 'Aftercare plan']),
    }),
  ],
}

export const widget = (name: string): Input => ({ kind: 'widget', name, fields: fields[name] ?? [] })
