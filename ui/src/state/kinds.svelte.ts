import { call, nothing } from '../ipc/call'
import type { Beside, Kind, KindView, StartsFrom } from '../ipc/generated'
import { session } from './session.svelte'

/** What each kind of document says about itself, as the record tells it. No screen decides it again. */
class Kinds {
  #all = $state.raw<KindView[]>([])

  /** Asks once; kinds do not change while the program runs. */
  async learn() {
    if (this.#all.length) return
    // Without an answer the kinds go by their plain names and nothing can be started; the rest needs nothing of this.
    this.#all = await call('kinds', nothing).catch(() => [])
  }

  of(kind: Kind): KindView | undefined {
    return this.#all.find((view) => view.kind === kind)
  }

  /** A kind's one name, the same in menus, lists and on its own page. */
  title(kind: Kind): string {
    return this.of(kind)?.title ?? kind.replaceAll('_', ' ').replace(/^./, (letter) => letter.toLocaleUpperCase())
  }

  /** "New family session". */
  newOne(kind: Kind): string {
    return `New ${this.title(kind).replace(/^./, (letter) => letter.toLocaleLowerCase())}`
  }

  /** The signed-in person may start one. The record decides again. */
  mayWrite(kind: Kind): boolean {
    const view = this.of(kind)
    return view !== undefined && session.may(view.write)
  }

  /** Kinds the signed-in person may start from there, the most often begun first. */
  startedFrom(from: StartsFrom): Kind[] {
    return this.#all.filter((view) => view.starts === from && session.may(view.write)).map((view) => view.kind)
  }

  /** Kinds a client reads or signs, and so printed in more than one language. */
  clientReads(kind: Kind): boolean {
    return (this.of(kind)?.languages.length ?? 0) > 1
  }

  /** Kinds of a chart that can be printed, filled or blank. */
  get printed(): KindView[] {
    return this.#all.filter((view) => view.lies === 'chart' && view.languages.length > 0)
  }

  /** This stands beside the form of the kind. */
  beside(kind: Kind, what: Beside): boolean {
    return this.of(kind)?.beside.includes(what) ?? false
  }
}

export const kinds = new Kinds()
