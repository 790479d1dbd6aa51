import { call } from '../../ipc/call'
import type { StartDraft, Task, TaskLine } from '../../ipc/generated'
import { go } from '../../state/router.svelte'
import { undo } from '../../state/undo.svelte'

type Ended = Pick<Task, 'ended' | 'ended_on' | 'outcome'>

const open: Ended = { ended: '', ended_on: '', outcome: '' }

/** Records how a task stands. Where I began to change it myself, that draft is opened instead: what is half written is recorded by nobody. */
async function set(line: TaskLine, ended: Ended): Promise<boolean> {
  const { document } = line
  const start: StartDraft = { kind: 'task', client: line.client?.client ?? null, document, body: ended }
  const draft = await call('start_draft', start)
  const body = draft.body as Task
  if (body.ended !== ended.ended || body.outcome !== ended.outcome) {
    await go({ screen: 'document', document, draft: true })
    return false
  }
  await call('record_document', { document, rev: draft.rev, duplicate_reason: '' })
  return true
}

/** Says that a task is done and what came of it; it can be taken back as long as the bar offers it. */
export async function done(line: TaskLine, on: string, outcome: string): Promise<void> {
  if (await set(line, { ended: 'done', ended_on: on, outcome })) {
    undo.tell('Task done.', async () => {
      await set(line, open)
    })
  }
}
