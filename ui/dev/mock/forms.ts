import { widget } from './widgets'
import type { Field, Form, Input, Kind } from '../../src/ipc/generated'

const field = (name: string, label: string, input: Input, more: Partial<Field> = {}): Field => ({
  name,
  label,
  hint: '',
  input,
  required: false,
  when: null,
  voice: false,
  confidential: false,
  width: 12,
  ...more,
})
const options = (...pairs: string[]) => pairs.map((pair) => ({ value: pair.toLowerCase().replaceAll(' ', '_'), label: pair }))

/** One field of every kind the vocabulary has, where the kind's own form is not written out here. */
const every: Form = {
  title: 'Every input',
  sections: [
    {
      title: 'Typed',
      hint: 'Dates and times are typed and read back',
      fields: [
        field('on', 'Date', { kind: 'date' }, { width: 4, required: true }),
        field('start', 'Start', { kind: 'time' }, { width: 4, required: true }),
        field('end', 'End', { kind: 'time' }, { width: 4, required: true }),
        field('place', 'Place', { kind: 'line' }, { hint: 'Room or link' }),
        field('minutes_travelled', 'Travel', { kind: 'number', min: 0, max: 300, unit: 'min', whole: true }, { width: 4 }),
        field('words', 'In her words', { kind: 'paragraph' }, { voice: true }),
        field('private', 'Between us', { kind: 'paragraph' }, { confidential: true }),
      ],
    },
    {
      title: 'Chosen',
      hint: '',
      fields: [
        field('held', 'Was it held', { kind: 'yesNo' }, { required: true }),
        field('why_not', 'Why not', { kind: 'line' }, { when: { field: 'held', is: ['false'] } }),
        field('mode', 'Mode', { kind: 'oneOf', options: options('In person', 'Video', 'Phone') }, { required: true }),
        field('used', 'Methods', { kind: 'manyOf', options: options('Role play', 'Worksheet', 'Breathing', 'Discussion') }),
        field('sure', 'How sure are you', { kind: 'scale', min: 0, max: 10, low: 'not at all', high: 'completely' }),
        field('agreed', 'The client agreed', { kind: 'tick' }),
        field('objective', 'Objective', { kind: 'pick', of: 'objective' }),
        field('people', 'People present', { kind: 'pickMany', of: 'contact' }),
      ],
    },
    {
      title: 'Repeated',
      hint: '',
      fields: [
        field('strengths', 'Strengths', { kind: 'lines', add: 'Add a strength' }),
        field('medicines', 'Medicines', {
          kind: 'rows',
          add: 'Add a medicine',
          fields: [
            field('name', 'Name', { kind: 'line' }, { width: 6, required: true }),
            field('dose', 'Dose', { kind: 'line' }, { width: 6 }),
          ],
        }),
      ],
    },
  ],
}

const faceSheet: Form = {
  title: 'Face sheet',
  sections: [
    {
      title: 'Who',
      hint: '',
      fields: [
        field('legal_first', 'Legal first name', { kind: 'line' }, { width: 6, required: true }),
        field('legal_last', 'Legal last name', { kind: 'line' }, { width: 6, required: true }),
        field('preferred_name', 'Preferred name', { kind: 'line' }, { width: 6 }),
        field('birth_date', 'Birth date', { kind: 'date' }, { width: 6, required: true }),
        field('phone', 'Phone', { kind: 'line' }, { width: 6 }),
        field('pronouns', 'Pronouns', { kind: 'line' }, { width: 6 }),
      ],
    },
  ],
}

const note: Form = {
  title: 'Individual note',
  sections: [
    {
      title: 'Session',
      hint: '',
      fields: [
        field('on', 'Date', { kind: 'date' }, { width: 3, required: true }),
        field('start', 'Start', { kind: 'time' }, { width: 3, required: true }),
        field('end', 'End', { kind: 'time' }, { width: 3, required: true }),
        field('mode', 'Mode', { kind: 'oneOf', options: options('In person', 'Video', 'Phone') }, { width: 12, required: true }),
        field('format', 'Format', { kind: 'oneOf', options: options('SOAP', 'DAP', 'BIRP', 'GIRP') }, { required: true }),
        field('sections', 'Note', widget('note_sections'), { required: true }),
        field('homework', 'Homework', { kind: 'paragraph' }),
      ],
    },
  ],
}

const group: Form = {
  title: 'Group session',
  sections: [
    {
      title: 'Group',
      hint: '',
      fields: [
        field('start', 'Start', { kind: 'time' }, { width: 4, required: true }),
        field('end', 'End', { kind: 'time' }, { width: 4, required: true }),
        field('people', '', widget('group_people')),
        field('progress', 'Progress', widget('progress')),
      ],
    },
  ],
}

const written: Partial<Record<Kind, Form>> = { face_sheet: faceSheet, individual_note: note, group_session: group }

export const formOf = (kind: Kind): Form => written[kind] ?? { ...every, title: kind.replaceAll('_', ' ') }
