/** How full a week's meter is, in percent. A week over its order is full, a week without an order is empty. */
export const share = (minutes: number, ordered: number): number => (ordered > 0 ? Math.min(100, Math.round((minutes / ordered) * 100)) : 0)
