import { call, nothing } from '../ipc/call'
import type { Kind, KindView, Permission } from '../ipc/generated'
import { session } from './session.svelte'

class Kinds {
  #all = $state.raw<KindView[]>([])

  /** Asks once; kinds do not change while the program runs. */
  async learn() {
    if (this.#all.length) return
    // Without an answer the kinds go by their plain names; nothing else needs this.
    this.#all = await call('kinds', nothing).catch(() => [])
  }

  /** A kind's one name, the same in menus, lists and on its own page. */
  title(kind: Kind): string {
    return this.#view(kind)?.title ?? kind.replaceAll('_', ' ').replace(/^./, (letter) => letter.toLocaleUpperCase())
  }

  /** "New family session". */
  newOne(kind: Kind): string {
    return `New ${this.title(kind).replace(/^./, (letter) => letter.toLocaleLowerCase())}`
  }

  /** The signed-in person may start one. The record decides again. */
  mayWrite(kind: Kind): boolean {
    return session.may(this.#writing(kind))
  }

  #writing(kind: Kind): Permission {
    if (kind === 'program' || kind === 'staff_member') return 'manage_program'
    return this.#view(kind)?.class === 'demographic' || kind === 'face_sheet' ? 'write_demographics' : 'write_clinical'
  }

  #view(kind: Kind): KindView | undefined {
    return this.#all.find((view) => view.kind === kind)
  }
}

export const kinds = new Kinds()
