/** What a release lets be said, as one reads it: "attendance, progress and aftercare plan". */
export function covers(contents: string[]): string {
  const words = contents.map((each) => each.replaceAll('_', ' '))
  if (words.length < 2) return capital(words[0] ?? '')
  return capital(`${words.slice(0, -1).join(', ')} and ${words.at(-1)}`)
}

const capital = (text: string): string => text.replace(/^./, (letter) => letter.toLocaleUpperCase())
