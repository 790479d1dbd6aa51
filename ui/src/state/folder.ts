import { call } from '../ipc/call'

/** Asks for a folder by the system's own dialog; null when the person chose none. */
export async function chooseFolder(title: string): Promise<string | null> {
  return (await call('choose_folder', { title })).folder
}
