/** What ties a control to its label, hint and findings. Spread onto it. */
export type ControlProps = {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: 'true'
  'aria-required'?: 'true'
}
