/** Every answer sheet a form can name. */

import type { Component } from 'svelte'
import type { Field } from '../ipc/generated'
import type { Body } from '../form/body'
import NoteReading from './NoteReading.svelte'
import NoteSections from './NoteSections.svelte'
import Progress from './Progress.svelte'
import ProgressReading from './ProgressReading.svelte'

type Widget = Component<{ field: Field; path: string; body: Body }, object, 'body'>

export const widgets: Record<string, Widget> = {
  note_sections: NoteSections,
  progress: Progress,
}

/** How the same answers read once they are signed. */
export const readings: Record<string, Component<{ field: Field; body: Body }>> = {
  note_sections: NoteReading,
  progress: ProgressReading,
}
