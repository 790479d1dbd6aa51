/** What ties a control to its label, hint and findings. Spread onto the control. */
export type Wire = {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: 'true'
  'aria-required'?: 'true'
}
