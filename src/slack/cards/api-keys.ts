import type { KnownBlock } from '@slack/types';
import type { ApiKey } from '../../keys/store.ts';
import { authorWords } from '../../words/people.ts';
import { createKeyButton } from '../interactions/admin/pages/keys/controls.ts';
import { actions, context, divider, header, section } from './blocks.ts';
import { inline } from './mrkdwn.ts';
import { NAME_WRITER } from './names.ts';
import { ago, dateAndTime } from './time.ts';

const MAX_SHOWN = 10;
const MAX_NAME = 100;

/** A key in use, with the names of what it refers to. */
export interface ShownKey
  extends Pick<
    ApiKey,
    'name' | 'prefix' | 'reach' | 'ruleSet' | 'limit' | 'createdAt' | 'madeBy' | 'lastUsedAt' | 'expiresAt'
  > {
  service: string | null;
  /** Whose incidents it may know of, when that is another one than the organisation's. */
  connection: string | null;
  /** The rules that it is for are gone. */
  isWithoutRules: boolean;
}

/** The keys in use, for an admin's Home tab; never the keys themselves. */
export function keysOnHome(keys: readonly ShownKey[]): KnownBlock[] {
  const more = keys.length - MAX_SHOWN;
  const lines = keys.slice(0, MAX_SHOWN).map(lineOf);
  return [
    divider(),
    header('API keys'),
    section(lines.length > 0 ? lines.join('\n') : 'None is in use. Monitoring tools need one to send alerts.'),
    ...(more > 0 ? [context(`… and ${more} more, under *Keys*`)] : []),
    actions(createKeyButton()),
  ];
}

/** All that there is to know of one, as mrkdwn. */
export function keyLine(key: ShownKey): string {
  const by = key.madeBy === null ? '' : ` by ${authorWords(key.madeBy, NAME_WRITER)}`;
  return `${lineOf(key)}\nMade ${ago(key.createdAt)}${by}`;
}

function lineOf(key: ShownKey): string {
  const { name, prefix, service, ruleSet, isWithoutRules, limit, lastUsedAt, expiresAt } = key;
  const facts = [
    `\`${prefix}…\``,
    ...(service === null ? reachOf(key) : [`only ${inline(service, MAX_NAME)}`]),
    ...(ruleSet === null
      ? []
      : [`routing rules of ${inline(ruleSet, MAX_NAME)}${isWithoutRules ? ', which are gone' : ''}`]),
    ...(limit === null ? [] : [`${limit} requests a minute`]),
    lastUsedAt === null ? 'never used' : `last used ${ago(lastUsedAt)}`,
    ...(expiresAt === null ? [] : [`replaced, works until ${dateAndTime(expiresAt)}`]),
  ];
  return `*${inline(name, MAX_NAME)}* · ${facts.join(' · ')}`;
}

function reachOf({ reach, connection }: ShownKey): string[] {
  if (reach === 'everything') return ['incidents of all connections'];
  return connection === null ? [] : [`incidents of ${inline(connection, MAX_NAME)}`];
}
