/** What the client reads on the handed-over screen, in the language they read. */
export const words = {
  en: {
    lang: 'en-US',
    signHere: 'Sign here',
    lead: (title: string) => `You sign: ${title}`,
    meaning: 'Your signature says that you read this, or had it read to you, and agree.',
    name: 'Your name',
    who: 'Who signs',
    client: 'The client',
    family: 'Family',
    guardian: 'Guardian or representative',
    relationship: 'How you are related',
    clear: 'Clear',
    done: 'Done',
    pointer: 'Use a finger, a pen or the mouse. A typed name alone is not a signature.',
    missingName: 'Your name is missing.',
    missingRelationship: 'How you are related is missing.',
    missingSignature: 'Nothing is drawn yet.',
    whole: 'What you sign, all of it',
    staff: 'For staff: take the screen back',
    thanks: 'Thank you. Give the screen back now.',
  },
  es: {
    lang: 'es-US',
    signHere: 'Firme aquí',
    lead: (title: string) => `Usted firma: ${title}`,
    meaning: 'Su firma dice que leyó esto, o que se lo leyeron, y que está de acuerdo.',
    name: 'Su nombre',
    who: 'Quién firma',
    client: 'La persona atendida',
    family: 'Familia',
    guardian: 'Tutor o representante',
    relationship: 'Su parentesco',
    clear: 'Borrar',
    done: 'Listo',
    pointer: 'Use el dedo, un lápiz o el ratón. El nombre escrito no es una firma.',
    missingName: 'Falta su nombre.',
    missingRelationship: 'Falta su parentesco.',
    missingSignature: 'Todavía no hay nada dibujado.',
    whole: 'Lo que usted firma, completo',
    staff: 'Para el personal: recuperar la pantalla',
    thanks: 'Gracias. Devuelva la pantalla ahora.',
  },
} as const

/** Document titles as a client reads them in Spanish; others keep their English name. */
const titles: Partial<Record<string, string>> = {
  treatment_plan: 'Plan de tratamiento',
  aftercare_plan: 'Plan para después del programa',
  release: 'Permiso para compartir información',
  family_session: 'Sesión de familia',
}

/** "es" when the client reads Spanish first. */
export const languageOf = (reads: string): 'en' | 'es' => (/^(spanish|español|es\b)/i.test(reads.trim()) ? 'es' : 'en')

/** "March 12, 2026", "12 de marzo de 2026". A day never passes through a time zone. */
export const dayIn = (language: 'en' | 'es', on: string): string =>
  new Intl.DateTimeFormat(words[language].lang, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${on.slice(0, 10)}T00:00:00Z`))

export const titleIn = (language: 'en' | 'es', kind: string, title: string): string => (language === 'es' ? (titles[kind] ?? title) : title)
