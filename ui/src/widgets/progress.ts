/** Movement on an objective, as stored and as read. Plain ink: nobody's progress has a colour. */
export const PROGRESS = [
  { value: 'setback', label: 'Setback' },
  { value: 'same', label: 'Same' },
  { value: 'better', label: 'Better' },
]
