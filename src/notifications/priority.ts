/**
 * The order in which deliveries go, over all channels of a workspace; smaller goes first. Last come cards that only count
 * one more of the same alert.
 */
export const PRIORITY = { human: 0, HIGH: 1, MEDIUM: 2, LOW: 3, thread: 4, rest: 5, repeat: 6 } as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];
