import type { Role } from '../ipc/generated'

export const roles: { value: Role; label: string }[] = [
  { value: 'counselor', label: 'Counselor' },
  { value: 'supervisor', label: 'Supervisor' },
  { value: 'director', label: 'Director' },
  { value: 'front_desk', label: 'Front desk' },
  { value: 'privacy_officer', label: 'Privacy officer' },
]

export const roleWord = (role: Role): string => roles.find((each) => each.value === role)?.label ?? role
