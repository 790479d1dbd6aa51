/** When someone was born, also where that is not known: a gap in a list would say nothing. */

import { full } from './dates'

export function sayBorn({ born, born_about }: { born: string | null; born_about: number | null }): string {
  if (born !== null) return full(born)
  return born_about === null ? 'birth date not known' : `born about ${born_about}`
}
