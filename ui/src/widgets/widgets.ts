/** Every answer sheet a form can name, and how its answers read once they are signed. */

import type { Component } from 'svelte'
import type { Body } from '../form/body'
import type { Field } from '../ipc/generated'
import FamilyRoom from './FamilyRoom.svelte'
import GroupPeople from './GroupPeople.svelte'
import GroupReading from './GroupReading.svelte'
import NoteReading from './NoteReading.svelte'
import NoteSections from './NoteSections.svelte'
import Progress from './Progress.svelte'
import ProgressReading from './ProgressReading.svelte'
import Questionnaire from './Questionnaire.svelte'
import QuestionnaireReading from './QuestionnaireReading.svelte'
import RoomReading from './RoomReading.svelte'

type Widget = Component<{ field: Field; path: string; body: Body }, object, 'body'>
type Reading = Component<{ field: Field; body: Body }>

export const widgets: Record<string, Widget> = {
  note_sections: NoteSections,
  progress: Progress,
  questionnaire: Questionnaire,
  group_people: GroupPeople,
  family_room: FamilyRoom,
}

export const readings: Record<string, Reading> = {
  note_sections: NoteReading,
  progress: ProgressReading,
  questionnaire: QuestionnaireReading,
  group_people: GroupReading,
  family_room: RoomReading,
}
