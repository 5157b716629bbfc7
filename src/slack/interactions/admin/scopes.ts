import type { WebClient } from '@slack/web-api';
import { wantedScopes } from '../../manifest.ts';

/** What does not work without a scope; the manifest asks for all of them. */
export const SWITCHED_OFF: Readonly<Record<string, string>> = {
  commands: '/opsknight and the shortcuts',
  'chat:write': 'every card and message',
  'chat:write.public': 'posting in public channels that I was not invited to',
  'chat:write.customize': 'a name and a picture of the bot for this workspace',
  'channels:read': 'finding public channels by name',
  'channels:join': 'joining public channels that incidents go to',
  'channels:manage': 'making channels, for incidents and for notifications',
  'channels:history':
    'finding out whether a message whose answer was lost is there: it may be posted twice; edits and deletions of messages in timelines',
  'groups:read': 'private channels, and who is in them',
  'groups:write': 'making private channels',
  'groups:history': 'the same look-up in private channels',
  'users:read': 'names, time zones, and who is a guest or deactivated',
  'users:read.email': 'finding out which user a Slack account is: nobody is paged by e-mail address',
  'usergroups:read': 'paging Slack groups',
  'usergroups:write': 'keeping Slack groups equal to who is on call',
  'im:write': 'looking for lost pages in direct messages',
  'im:history': 'the same look-up in direct messages',
  'pins:write': 'pinning the card in the channel of an incident’s own',
  'bookmarks:write': 'links at the top of the channel of an incident’s own',
  'bookmarks:read': 'taking those links off when the channel is not to show the incident any more',
  'reactions:read': 'a 📌 that puts a message into the timeline of its incident',
};

export interface Scopes {
  /** The workspace that the token is for. */
  team: string;
  /** Null: Slack does not say. */
  missing: { scope: string; switchesOff: string | null }[] | null;
  /** Granted, and not asked for; null: Slack does not say. */
  needless: string[] | null;
}

/** Asks Slack whose the token is, and what it may do. @throws when Slack can't be asked, or does not accept it. */
export async function examineToken(client: WebClient): Promise<Scopes> {
  const [{ team, response_metadata }, wanted] = await Promise.all([client.auth.test(), wantedScopes()]);
  const granted = response_metadata?.scopes;
  const lacking = granted && wanted.filter((scope) => !granted.includes(scope));
  const missing = lacking?.map((scope) => ({ scope, switchesOff: SWITCHED_OFF[scope] ?? null })) ?? null;
  const needless = granted?.filter((scope) => !wanted.includes(scope)) ?? null;
  return { team: team ?? '', missing, needless };
}
