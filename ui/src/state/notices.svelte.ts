import { call, nothing } from '../ipc/call'
import { follow } from '../ipc/live.svelte'
import { Asked } from './ask.svelte'

/** Between two looks at clock, disk and backups. */
const EVERY = 5 * 60_000

/** What the person must know before going on, for the banners, the navigation's count and Settings. */
export const noticesAsked = new Asked(() => call('notices', nothing))

/** Asks after unlocking, every 5 minutes and when something entered the record; forgets it at the lock. Call it while a component starts. */
export function followNotices() {
  $effect(() => {
    follow('notices')
    void noticesAsked.again()
  })
  $effect(() => {
    const timer = setInterval(() => void noticesAsked.again(), EVERY)
    return () => {
      clearInterval(timer)
      noticesAsked.forget()
    }
  })
}
