import type { KnownBlock } from '@slack/types';
import type { ApiKey } from '../../keys/store.ts';
import { createKeyButton } from '../interactions/api-keys/api-keys.ts';
import { actions, context, divider, header, section } from './blocks.ts';
import { inline } from './mrkdwn.ts';
import { ago, dateAndTime } from './time.ts';

const MAX_SHOWN = 10;
const MAX_NAME = 100;

/** A key in use, and the name of its service. */
export interface ShownKey extends Pick<ApiKey, 'name' | 'prefix' | 'ruleSet' | 'limit' | 'lastUsedAt' | 'expiresAt'> {
  service: string | null;
}

/** The keys in use, for an admin's Home tab; never the keys themselves. */
export function keysOnHome(keys: readonly ShownKey[]): KnownBlock[] {
  const more = keys.length - MAX_SHOWN;
  const lines = keys.slice(0, MAX_SHOWN).map(lineOf);
  return [
    divider(),
    header('API keys'),
    section(lines.length > 0 ? lines.join('\n') : 'None is in use. Monitoring tools need one to send alerts.'),
    ...(more > 0 ? [context(`… and ${more} more: \`opsknight keys list\``)] : []),
    actions(createKeyButton()),
  ];
}

function lineOf({ name, prefix, service, ruleSet, limit, lastUsedAt, expiresAt }: ShownKey): string {
  const facts = [
    `\`${prefix}…\``,
    ...(service === null ? [] : [`only ${inline(service, MAX_NAME)}`]),
    ...(ruleSet === null ? [] : [`routing rules of ${inline(ruleSet, MAX_NAME)}`]),
    ...(limit === null ? [] : [`${limit} requests a minute`]),
    lastUsedAt === null ? 'never used' : `last used ${ago(lastUsedAt)}`,
    ...(expiresAt === null ? [] : [`replaced, works until ${dateAndTime(expiresAt)}`]),
  ];
  return `*${inline(name, MAX_NAME)}* · ${facts.join(' · ')}`;
}
