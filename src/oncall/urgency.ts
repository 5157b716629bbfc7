/** Most urgent first: the order people read lists in. */
export const URGENCIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Smaller is more urgent; usable as a sort key. */
export function urgencyRank(urgency: Urgency): number {
  return URGENCIES.indexOf(urgency);
}

export function isMoreUrgent(a: Urgency, b: Urgency): boolean {
  return urgencyRank(a) < urgencyRank(b);
}
