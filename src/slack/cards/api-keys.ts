import { scopeWords } from '../../keys/scopes.ts';
import type { ApiKey } from '../../keys/store.ts';
import { authorWords } from '../../words/people.ts';
import { inline } from './mrkdwn.ts';
import { NAME_WRITER } from './names.ts';
import { ago, dateAndTime } from './time.ts';

const MAX_NAME = 100;

/** A key in use, with the names of what it refers to. */
export interface ShownKey
  extends Pick<
    ApiKey,
    'name' | 'prefix' | 'reach' | 'ruleSet' | 'scopes' | 'limit' | 'createdAt' | 'madeBy' | 'lastUsedAt' | 'expiresAt'
  > {
  service: string | null;
  /** Whose incidents it may know of, when that is another one than the organisation's. */
  connection: string | null;
  /** The rules that it is for are gone. */
  isWithoutRules: boolean;
}

/** All that there is to know of one, as mrkdwn; never the key itself. */
export function keyLine(key: ShownKey): string {
  const { name, prefix, service, ruleSet, isWithoutRules, scopes, limit, createdAt, madeBy, lastUsedAt, expiresAt } =
    key;
  const facts = [
    `\`${prefix}…\``,
    ...(service === null ? reachOf(key) : [`only ${inline(service, MAX_NAME)}`]),
    ...(ruleSet === null
      ? []
      : [`routing rules of ${inline(ruleSet, MAX_NAME)}${isWithoutRules ? ', which are gone' : ''}`]),
    ...(scopes === null ? [] : [`may ${scopeWords(scopes)}`]),
    ...(limit === null ? [] : [`${limit} requests a minute`]),
    lastUsedAt === null ? 'never used' : `last used ${ago(lastUsedAt)}`,
    ...(expiresAt === null ? [] : [`replaced, works until ${dateAndTime(expiresAt)}`]),
  ];
  const by = madeBy === null ? '' : ` by ${authorWords(madeBy, NAME_WRITER)}`;
  return `*${inline(name, MAX_NAME)}* · ${facts.join(' · ')}\nMade ${ago(createdAt)}${by}`;
}

function reachOf({ reach, connection }: ShownKey): string[] {
  if (reach === 'everything') return ['incidents of all connections'];
  return connection === null ? [] : [`incidents of ${inline(connection, MAX_NAME)}`];
}
