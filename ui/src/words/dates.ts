const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const LONG = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const LONG_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const parts = (day: string): [number, number, number] => {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number)
  return [year ?? 0, month ?? 1, date ?? 1]
}

const two = (number: number) => String(number).padStart(2, '0')

/** A day counted from 1970; days never pass through a time zone. */
export const dayNumber = (day: string): number => {
  const [year, month, date] = parts(day)
  return Math.round(Date.UTC(year, month - 1, date) / 86_400_000)
}

/** The day of a number counted from 1970. */
export const dayOf = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10)

/** Today by this machine's clock, used only until the record has said its own. */
export const today = (): string => {
  const now = new Date()
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

const weekday = (day: string): number => (((dayNumber(day) + 4) % 7) + 7) % 7

/** "Apr 7", with the year when it is another one than today's. */
export const short = (day: string, now: string): string => {
  const [year, month, date] = parts(day)
  const said = `${MONTHS[month - 1]} ${date}`
  return year === parts(now)[0] ? said : `${said}, ${year}`
}

/** "Tue, Apr 7". */
export const withDay = (day: string, now: string): string => `${DAYS[weekday(day)]}, ${short(day, now)}`

/** "Thursday, April 9". */
export const long = (day: string): string => {
  const [, month, date] = parts(day)
  return `${LONG_DAYS[weekday(day)]}, ${LONG[month - 1]} ${date}`
}

/** "May 17, 1988". */
export const full = (day: string): string => {
  const [year, month, date] = parts(day)
  return `${MONTHS[month - 1]} ${date}, ${year}`
}

/** Day and time of a moment by the clock it was written by; null for one in UTC, which is read on this computer's clock. */
const written = (at: string): { day: string; time: string } | null => {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})[^+-]*[+-]\d{2}:\d{2}$/.exec(at) ?? []
  return day && time ? { day, time } : null
}

/** "5:50 pm" from "17:50", "17:50:00" or a moment. What is not a time is shown as it stands. */
export const clock = (given: string): string => {
  const time = written(given)?.time ?? given
  const moment = time.includes('T') ? new Date(time) : null
  const match = /^(\d{1,2}):(\d{2})/.exec(time)
  if (!moment && !match) return time
  const hour = moment ? moment.getHours() : Number(match![1])
  const minute = moment ? moment.getMinutes() : Number(match![2])
  return `${hour % 12 || 12}:${two(minute)} ${hour < 12 ? 'am' : 'pm'}`
}

/** The day of a moment, by the clock it was written by. */
export const dayOfMoment = (at: string): string => {
  const own = written(at)
  if (own) return own.day
  const moment = new Date(at)
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
}

/** "Tue, Apr 7, 6:20 pm", or only the time when it is today. */
export const moment = (at: string, now: string): string => {
  const day = dayOfMoment(at)
  return day === now ? clock(at) : `${withDay(day, now)}, ${clock(at)}`
}

/** How a due day reads: late and today in words, a week ahead by day, else by date. */
export const dueWord = (on: string, now: string): { word: string; tone: 'due' | 'quiet'; late: boolean } => {
  const days = dayNumber(on) - dayNumber(now)
  if (days < 0) return { word: days === -1 ? '1 day late' : `${-days} days late`, tone: 'due', late: true }
  if (days === 0) return { word: 'Today', tone: 'due', late: false }
  return { word: days <= 7 ? withDay(on, now) : short(on, now), tone: 'quiet', late: false }
}

/** "50 min", "3 h", "2 h 15 min". */
export const duration = (minutes: number): string => {
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`
}
