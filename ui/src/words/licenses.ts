import type { Tone } from '../parts/tones'
import { dayNumber, full } from './dates'

/** A license is amber from so many days before its end. */
export const AHEAD = 60

/** How a license stands on a day; null when no end is known. */
export function licenseWord(expires: string | null, now: string): { word: string; tone: Tone; soon: boolean } | null {
  if (!expires) return null
  const days = dayNumber(expires) - dayNumber(now)
  if (days < 0) return { word: `Expired ${full(expires)}`, tone: 'alert', soon: true }
  if (days <= AHEAD) return { word: `Ends ${full(expires)}`, tone: 'due', soon: true }
  return { word: full(expires), tone: 'quiet', soon: false }
}
