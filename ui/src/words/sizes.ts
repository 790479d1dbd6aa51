/** "812 KB", "4.2 MB", "1.3 GB", as file managers say it. */
export function sizeWord(bytes: number): string {
  const units = ['KB', 'MB', 'GB', 'TB']
  let size = bytes / 1024
  let at = 0
  while (size >= 1000 && at < units.length - 1) {
    size /= 1024
    at += 1
  }
  return `${size >= 10 || at === 0 ? Math.max(1, Math.round(size)) : size.toFixed(1)} ${units[at]}`
}

/** "1,240". */
export const count = (number: number): string => number.toLocaleString('en-US')
