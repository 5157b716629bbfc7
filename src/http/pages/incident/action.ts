/** What people can do on an incident's page: the last part of the path that its form is sent to. */
export const ACTIONS = ['acknowledge', 'resolve', 'snooze', 'reopen', 'note'] as const;
export type Action = (typeof ACTIONS)[number];
