/** How something was told or given to somebody outside, as it reads after "who": stored word to sentence. */
const ways: Record<string, string> = {
  printed: 'Handed over',
  saved: 'Saved as a file',
  mailed: 'Mailed',
  faxed: 'Faxed',
  phone: 'Said by phone',
  spoken: 'Said in person',
}

export const wayWord = (how: string): string => ways[how] ?? how.replaceAll('_', ' ')

/** What a printed copy may do; a saved file says so by itself. */
export const PRINTED_WAYS = ['printed', 'mailed', 'faxed'] as const
