class ClientSearch {
  /** What is typed in the find field of Clients; it is still there when one comes back from a chart. */
  typed = $state('')
}

export const clientSearch = new ClientSearch()
