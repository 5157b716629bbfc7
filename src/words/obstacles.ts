import type { Obstacle } from '../oncall/call.ts';

/** Why somebody can't be reached, to stand after their name and a comma. */
export const OBSTACLES: Record<Obstacle, string> = {
  no_account: 'who has no Slack account with that e-mail address',
  deactivated: 'whose Slack account is deactivated',
  guest: 'who is a guest in Slack',
  bot: 'which is an app',
  stranger: 'whose Slack account belongs to another organisation',
  ambiguous: 'whose e-mail address two Slack accounts have',
};
