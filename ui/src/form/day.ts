/** Days as people type them ("4/7", "t", "+3", "Apr 7 2026"), kept as "2026-04-07" and read back as "Tue, Apr 7". */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const STORED = /^(\d{4})-(\d{2})-(\d{2})$/

/** A year of two digits may be this century's or the last: it is never guessed. */
const TWO_DIGIT_YEAR = /^(\d{1,2}[/.\- ]\d{1,2}[/.\- ]|[a-z]{3,9}\.?\s+\d{1,2},?\s+|\d{1,2}\s+[a-z]{3,9}\.?,?\s+)\d{2}$/i

/** Why a text names no day, for whoever typed it. */
export function whyNoDay(typed: string): string {
  return TWO_DIGIT_YEAR.test(typed.trim())
    ? 'Write the year with four digits, like 1988.'
    : 'This is not a day. Type it like 4/7, Apr 7, t or +3.'
}

/** The stored day, `""` for blank, or null when the text names no day. `today` is the site's day, stored form. */
export function readDay(typed: string, today: string): string | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/^(sun|mon|tue|wed|thu|fri|sat)[a-z]*,?\s+/, '')
  if (text === '') return ''
  if (text === 't' || text === 'today') return today
  if (text === 'y' || text === 'yesterday') return addDays(today, -1)
  const steps = /^([+\-\u2212])\s*(\d{1,4})$/.exec(text)
  if (steps) return addDays(today, (steps[1] === '+' ? 1 : -1) * Number(steps[2]))
  const stored = STORED.exec(text)
  if (stored) return real(Number(stored[1]), Number(stored[2]), Number(stored[3]))
  const eight = /^(\d{2})(\d{2})(\d{4})$/.exec(text)
  if (eight) return real(Number(eight[3]), Number(eight[1]), Number(eight[2]))
  const numbers = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}))?$/.exec(text)
  if (numbers) return inYear(numbers[3], Number(numbers[1]), Number(numbers[2]), today)
  const named = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?$/.exec(text)
  if (named) return inYear(named[3], month(named[1]), Number(named[2]), today)
  const dayFirst = /^(\d{1,2})\s+([a-z]{3,9})\.?(?:,?\s+(\d{4}))?$/.exec(text)
  if (dayFirst) return inYear(dayFirst[3], month(dayFirst[2]), Number(dayFirst[1]), today)
  return null
}

/** "Tue, Apr 7"; the year is added where the short form would be read as another one. Anything unreadable stays as typed. */
export function sayDay(stored: string, today: string): string {
  const parts = STORED.exec(stored)
  if (!parts || real(Number(parts[1]), Number(parts[2]), Number(parts[3])) === null) return stored
  const short = `${MONTHS[Number(parts[2]) - 1]} ${Number(parts[3])}`
  const weekday = WEEKDAYS[new Date(instant(stored)).getUTCDay()]
  return readDay(short, today) === stored ? `${weekday}, ${short}` : `${weekday}, ${short}, ${parts[1]}`
}

/** A stored day so many days later. */
export function addDays(stored: string, days: number): string {
  return new Date(instant(stored) + days * 86_400_000).toISOString().slice(0, 10)
}

function instant(stored: string): number {
  return Date.parse(`${stored}T00:00:00Z`)
}

function month(name: string | undefined): number {
  return MONTHS.findIndex((it) => (name ?? '').startsWith(it.toLowerCase())) + 1
}

function inYear(year: string | undefined, monthNumber: number, day: number, today: string): string | null {
  const now = Number(today.slice(0, 4))
  if (year) return real(Number(year), monthNumber, day)
  // No year: the one that lies nearest to today, so that "12/30" in January is last month.
  const days = [now - 1, now, now + 1].map((it) => real(it, monthNumber, day)).filter((it) => it !== null)
  if (days.length === 0) return null
  const distance = (it: string): number => Math.abs(instant(it) - instant(today))
  return days.reduce((best, it) => (distance(it) < distance(best) ? it : best))
}

function real(year: number, monthNumber: number, day: number): string | null {
  const date = new Date(Date.UTC(year, monthNumber - 1, day))
  if (year < 1000 || date.getUTCMonth() !== monthNumber - 1 || date.getUTCDate() !== day) return null
  return date.toISOString().slice(0, 10)
}
