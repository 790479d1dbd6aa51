import { call } from '../ipc/call'
import type { Paper } from '../ipc/shell'
import { Attempt } from './attempt.svelte'

/** A paper that leaves the record: saved as a file, or printed. Who closes the system's dialog is told nothing. */
export class Delivery extends Attempt {
  save(paper: Paper, said = 'Saved. The file is not locked: it is yours to look after.') {
    return this.run(async () => {
      if ((await call('save_pdf', paper)).saved) this.done = said
    })
  }

  print(paper: Paper, said = 'Sent to the printer.') {
    return this.run(async () => {
      if ((await call('print_pdf', paper)).printed) this.done = said
    })
  }
}
