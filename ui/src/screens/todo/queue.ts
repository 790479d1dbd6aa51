import type { CosignLine } from '../../ipc/generated'

/** Where a supervised document waits: for my co-signature, for my change, or for someone else. */
export type Queued = 'mine' | 'returned' | 'others'

/** The queue in three parts, each longest waiting first. What was returned to somebody else is theirs to look after. */
export function queue(lines: CosignLine[], me: string): Record<Queued, CosignLine[]> {
  const wrote = (line: CosignLine) => line.author === me || line.author.startsWith(`${me},`)
  const longest = (one: CosignLine, other: CosignLine) => other.days - one.days
  return {
    mine: lines.filter((line) => line.mine && line.returned === null).sort(longest),
    returned: lines.filter((line) => line.returned !== null && wrote(line)).sort(longest),
    others: lines.filter((line) => !line.mine && (line.returned === null || !wrote(line))).sort(longest),
  }
}
