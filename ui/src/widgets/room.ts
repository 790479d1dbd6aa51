/** Who is in the room of a family session, and what may be said to each. */

import { textOf, textsOf, type Body } from '../form/body'
import type { ContactLine } from '../ipc/generated'

/** What the release lets one say about a topic to one person. */
export type Answer = 'may_say' | 'client_decides' | 'not_covered'

/** The contact's release holds today. */
export function released(contact: ContactLine | undefined): boolean {
  return contact?.release?.state === 'active'
}

/** A person may be in this session: a release for family sessions, or the client is here and agrees. */
export function mayBeHere(person: Body, contact: ContactLine | undefined, clientPresent: boolean): boolean {
  return released(contact) || (clientPresent && person.client_agreed === true)
}

/** Whether a topic may be spoken of. With the client in the room, the rest is the client's to say. */
export function answerFor(topic: string, person: Body, contact: ContactLine | undefined, clientPresent: boolean): Answer {
  if (released(contact) && textsOf(person.may_say).includes(topic)) return 'may_say'
  return clientPresent && mayBeHere(person, contact, clientPresent) ? 'client_decides' : 'not_covered'
}

/** Someone of the contacts, with what their release covers today. */
export function presentOf(contact: ContactLine, id: string): Body {
  return withRelease(
    {
      id,
      contact: contact.document,
      name: contact.name,
      relationship: contact.relationship,
      release: '',
      client_agreed: false,
      may_say: [],
    },
    contact,
  )
}

/** With the release as it stands now: kept in the note as it was at that time. */
export function withRelease(person: Body, contact: ContactLine | undefined): Body {
  const release = released(contact) ? contact?.release : null
  return { ...person, release: release?.document ?? '', may_say: release?.covers ?? [] }
}

/** Topics that may be spoken of with everyone in the room. */
export function withEveryone(topics: string[], people: Body[], contacts: ContactLine[], clientPresent: boolean): string[] {
  const contactOf = (person: Body): ContactLine | undefined => contacts.find((it) => it.document === textOf(person.contact))
  if (people.length === 0) return []
  return topics.filter((topic) => people.every((it) => answerFor(topic, it, contactOf(it), clientPresent) === 'may_say'))
}
