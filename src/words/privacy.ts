/** What the action is called, in Slack and on web pages. */
export const MARK_PRIVATE = 'Mark private';
