import type { Notices } from '../../ipc/generated'
import { moment } from '../../words/dates'

/** What pressing a banner's button does. */
export type Act = 'back-up' | 'backups' | 'todo' | 'chart' | 'say-why'

/** One line above the page. */
export type Banner = {
  id: string
  weight: 'hold' | 'due' | 'advice'
  /** The fact. */
  bold: string
  /** What it means. */
  rest: string
  acts: { act: Act; label: string; client?: string }[]
  /** It may be put away until the next unlocking; what endangers the record may not. */
  closes: boolean
}

const many = (count: number, one: string, more: string): string => (count === 1 ? one : `${count} ${more}`)

/** What stands above the page, worst first: what may lose work, then what holds signatures, then what waits for me. */
export function banners(
  notices: Notices,
  today: string,
  may: { write: boolean; manage: boolean },
  name: (full: string) => string,
): Banner[] {
  const all: (Banner | false | null | 0 | '')[] = [
    notices.older && {
      id: 'older',
      weight: 'hold',
      bold: 'Not the record this computer saw last.',
      rest: may.manage ? notices.older : `${notices.older} Tell the program director.`,
      acts: may.manage ? [{ act: 'say-why', label: 'Say why' }] : [],
      closes: false,
    },
    notices.disk && { id: 'disk', weight: 'hold', bold: 'Disk.', rest: notices.disk, acts: [], closes: false },
    notices.backup_overdue && {
      id: 'backup',
      weight: 'hold',
      bold: notices.last_backup
        ? `The last verified backup is of ${moment(notices.last_backup, today)}.`
        : 'There is no verified backup yet.',
      rest: notices.last_backup ? 'What is written since then exists only on this computer.' : 'This record exists only on this computer.',
      acts: [
        { act: 'back-up', label: 'Back up now' },
        { act: 'backups', label: 'Backups' },
      ],
      closes: false,
    },
    notices.clock && { id: 'clock', weight: 'due', bold: 'Clock.', rest: notices.clock, acts: [], closes: false },
    notices.license && { id: 'license', weight: 'due', bold: 'License.', rest: notices.license, acts: [], closes: true },
    notices.cosigned_by_nobody > 0 && {
      id: `nobody-${notices.cosigned_by_nobody}`,
      weight: 'due',
      bold: many(notices.cosigned_by_nobody, 'A counseling note waits for nobody.', 'counseling notes wait for nobody.'),
      rest: 'Its supervisor left, or may not open the chart. Name who co-signs for them in Settings, under Staff.',
      acts: [{ act: 'todo', label: 'Open' }],
      closes: true,
    },
    may.write &&
      notices.returned_to_me > 0 && {
        id: `returned-${notices.returned_to_me}`,
        weight: 'due',
        bold: many(notices.returned_to_me, 'A document was returned to you.', 'documents were returned to you.'),
        rest: 'It says what is to be changed.',
        acts: [{ act: 'todo', label: 'Open' }],
        closes: true,
      },
    ...notices.opened_from_outside.map((line): Banner => ({
      id: `outside-${line.client}-${line.at}`,
      weight: 'advice',
      bold: `${line.who} opened the chart of ${name(line.called)} from outside its care team, ${moment(line.at, today)}.`,
      rest: line.reason,
      acts: [{ act: 'chart', label: 'Open the chart', client: line.client }],
      closes: true,
    })),
  ]
  return all.filter((banner): banner is Banner => Boolean(banner))
}
