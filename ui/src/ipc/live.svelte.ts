/** What changed in the record, by topic: a screen asks again only for what its answer is made of. */

import { SvelteMap } from 'svelte/reactivity'
import { madeOf, touches, type Topic } from './topics'

/** Typing saves often; lists only follow once it pauses, in milliseconds. */
const PAUSE = 400

const changes = new SvelteMap<Topic, number>()

let pending: ReturnType<typeof setTimeout> | undefined
let told = -Infinity

function grow(topics: readonly Topic[]) {
  for (const topic of topics) changes.set(topic, (changes.get(topic) ?? 0) + 1)
}

/** Inside an effect: runs it again when something changed that this command's answer is made of. */
export function follow(command: string) {
  for (const topic of madeOf[command] ?? []) void changes.get(topic)
}

/** A command found the record locked. Told at most once a second, since every screen asks again. */
export function lockedMeanwhile() {
  if (performance.now() - told < 1000) return
  told = performance.now()
  grow(['session'])
}

/** A command was answered: what it touches holds something else now. */
export function changedBy(command: string) {
  const topics = touches[command] ?? []
  if (command !== 'save_draft') return grow(topics)
  clearTimeout(pending)
  pending = setTimeout(() => grow(topics), PAUSE)
}
