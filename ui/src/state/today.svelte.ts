import { call, nothing } from '../ipc/call'
import { follow } from '../ipc/live.svelte'
import { Asked } from './ask.svelte'

/** Today, asked once for the navigation's counts and for every screen that shows a part of it. */
export const dayAsked = new Asked(() => call('today', nothing))

/** Keeps it true while the record is open and forgets it at the lock. Call it while a component starts. */
export function followDay() {
  $effect(() => {
    follow('today')
    void dayAsked.again()
  })
  $effect(() => () => dayAsked.forget())
}
