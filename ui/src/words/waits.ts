/** "12 seconds", "1 minute", "4 minutes and 5 seconds". */
export function waitWord(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  const of = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`
  if (!minutes) return of(rest, 'second')
  return rest ? `${of(minutes, 'minute')} and ${of(rest, 'second')}` : of(minutes, 'minute')
}
