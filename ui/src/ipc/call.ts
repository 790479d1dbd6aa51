import { invoke } from '@tauri-apps/api/core'
import type { Code, Commands, Finding, Nothing } from './generated'
import { changedBy, lockedMeanwhile } from './live.svelte'
import type { ShellCommands } from './shell'

export type { Code }

/** Why a command did not do what was asked. Screens act on the code and show the message. */
export class Refusal extends Error {
  constructor(
    readonly code: Code,
    message: string,
    readonly findings: Finding[] = [],
  ) {
    super(message)
  }
}

/** For commands that take nothing. */
export const nothing: Nothing = {}

type All = Commands & ShellCommands

/** The only way to the other side. With an id of its own, a request that is made again after a lost answer is done once. */
export async function call<C extends keyof All>(command: C, input: All[C][0], request?: string): Promise<All[C][1]> {
  try {
    const output = await invoke<All[C][1]>('rpc', { name: command, input: request ? { ...input, request } : input })
    changedBy(command)
    return output
  } catch (thrown) {
    const refused = refusal(thrown)
    // Someone or something locked the record meanwhile: every screen must learn it.
    if (refused.code === 'locked') lockedMeanwhile()
    throw refused
  }
}

/** Every failure becomes a sentence a person can act on; what the machine said is never shown. */
export function refusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'code' in thrown) {
    const { code, message, findings } = thrown as { code: Code; message: string; findings?: Finding[] }
    return new Refusal(code, message, findings)
  }
  return new Refusal('broken', 'That did not work. Nothing was lost; try it again.')
}
