/** Sections of the note formats, and what each is for. */

/** One section: its key in the note, its name, what belongs there. */
export type NoteSection = { key: string; label: string; hint: string }

const SUBJECTIVE = { key: 'subjective', label: 'Subjective', hint: 'What the client says' }
const OBJECTIVE = { key: 'objective', label: 'Objective', hint: 'What you see and measure' }
const ASSESSMENT = { key: 'assessment', label: 'Assessment', hint: 'What it means' }
const PLAN = { key: 'plan', label: 'Plan', hint: 'What happens next, who, by when' }
const DATA = { key: 'data', label: 'Data', hint: 'What was said and seen' }
const BEHAVIOR = { key: 'behavior', label: 'Behavior', hint: 'What the client did and said' }
const INTERVENTION = { key: 'intervention', label: 'Intervention', hint: 'What you did' }
const RESPONSE = { key: 'response', label: 'Response', hint: 'How the client took it' }
const GOAL = { key: 'goal', label: 'Goal', hint: 'The goal worked on today' }

/** Formats in the order they are offered. */
export const FORMATS: Record<string, NoteSection[]> = {
  soap: [SUBJECTIVE, OBJECTIVE, ASSESSMENT, PLAN],
  dap: [DATA, ASSESSMENT, PLAN],
  birp: [BEHAVIOR, INTERVENTION, RESPONSE, PLAN],
  girp: [GOAL, INTERVENTION, RESPONSE, PLAN],
}

const ALL = [SUBJECTIVE, OBJECTIVE, DATA, BEHAVIOR, GOAL, ASSESSMENT, INTERVENTION, RESPONSE, PLAN]

/** Text a switch of format left behind: sections that hold words but are not part of the format now. */
export function keptFrom(format: string, sections: Record<string, string>): { key: string; label: string; text: string }[] {
  const current = new Set((FORMATS[format] ?? []).map((it) => it.key))
  return Object.entries(sections)
    .filter(([key, text]) => !current.has(key) && text.trim() !== '')
    .map(([key, text]) => ({ key, label: ALL.find((it) => it.key === key)?.label ?? key, text }))
}

/** The text of one section put after another's; the first is then empty. Nothing is lost. */
export function moveText(sections: Record<string, string>, from: string, to: string): Record<string, string> {
  const joined = [sections[to] ?? '', sections[from] ?? '']
    .map((it) => it.trim())
    .filter(Boolean)
    .join('\n')
  const rest = Object.fromEntries(Object.entries(sections).filter(([key]) => key !== from))
  return { ...rest, [to]: joined }
}
