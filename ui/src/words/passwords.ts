/** The shortest password a record takes, counted in characters as a person counts them. */
export const SHORTEST = 15

export const lengthOf = (password: string): number => [...password].length

/** What is still missing, or that it is enough. */
export const lengthWord = (password: string): string => {
  const length = lengthOf(password)
  if (length === 0) return `At least ${SHORTEST} characters. Four or five words are easy to keep.`
  if (length < SHORTEST) return `${length} of ${SHORTEST} characters`
  return `${length} characters, long enough`
}

/** The groups of a recovery key, in the order they are printed. */
export const groupsOf = (key: string): string[] => key.split(/[\s-]+/).filter(Boolean)

/** Typed back by hand: case and spaces do not matter. */
export const sameGroup = (typed: string, group: string): boolean => typed.replace(/[\s-]/g, '').toUpperCase() === group.toUpperCase()
