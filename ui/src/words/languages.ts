/** A language's name in itself, as on the language menus of every system: "English", "Español". */
export function languageName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
  return name.replace(/^./, (letter) => letter.toLocaleUpperCase(code))
}
