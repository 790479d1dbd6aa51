/** The box a drawn signature is kept in. */
export const WIDE = 600
export const HIGH = 200

/** The longest path the record takes. */
export const LONGEST = 20_000

type Spot = { x: number; y: number }

const inside = (value: number, most: number): number => Math.round(Math.min(Math.max(value, 0), most) * 10) / 10

const pathOf = (strokes: Spot[][]): string =>
  strokes
    .filter((stroke) => stroke.length)
    .map((stroke) => {
      // A dot is a line of no length: it is drawn by its round end.
      const spots = stroke.length === 1 ? [stroke[0]!, stroke[0]!] : stroke
      return spots.map(({ x, y }, at) => `${at ? 'L' : 'M'} ${inside(x, WIDE)} ${inside(y, HIGH)}`).join(' ')
    })
    .join(' ')

/** What was drawn on a pad of some size, as a path of M and L in the box. Very long marks keep every second spot, until they fit. */
export function drawing(strokes: Spot[][], pad: { width: number; height: number }): string {
  let scaled = strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: (x / pad.width) * WIDE, y: (y / pad.height) * HIGH })))
  let path = pathOf(scaled)
  while (path.length > LONGEST && scaled.some((stroke) => stroke.length > 2)) {
    scaled = scaled.map((stroke) => stroke.filter((_, at) => at % 2 === 0 || at === stroke.length - 1))
    path = pathOf(scaled)
  }
  return path
}

/** Only lines between numbers are drawn, whatever a record from elsewhere holds. */
export const drawable = (path: string): boolean => path.length <= LONGEST && /^M[\d\s.,ML-]*$/.test(path)
