import type { SessionLine } from '../../ipc/generated'

/** Minutes after midnight of "17:50" or "17:50:00"; null for anything else. */
export const minutesOf = (time: string): number | null => {
  const match = /^(\d{1,2}):(\d{2})/.exec(time)
  return match ? Number(match[1]) * 60 + Number(match[2]) : null
}

/** Over, going on, or still ahead. A session without an end counts as an hour. */
export function stopOf(line: Pick<SessionLine, 'start' | 'end'>, now: string): 'done' | 'now' | 'ahead' {
  const at = minutesOf(now)
  const start = minutesOf(line.start)
  if (at === null || start === null || at < start) return 'ahead'
  return at >= (minutesOf(line.end) ?? start + 60) ? 'done' : 'now'
}
