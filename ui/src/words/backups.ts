const words: Record<string, string> = {
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  by_hand: 'By hand',
  before_update: 'Before an update',
}

/** Why a backup is kept, in words. */
export const keptWord = (kept: string): string => words[kept] ?? kept.replaceAll('_', ' ')
