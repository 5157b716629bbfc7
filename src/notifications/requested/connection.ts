import type { KeyReach } from '../../people/key-reach.ts';
import { connectionCalled, nameOfConnection } from '../../settings/connection-called.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';

/** A connection that messages may go through. */
interface Candidate {
  id: number;
  name: string | null;
  teamName: string | null;
  teamId: string | null;
}

/**
 * The connection that a notification goes through: the one that it names, else the first that its sender may use. Of one that the sender may
 * not use it says the same as of one that there is not.
 * @param all those in use, the organisation's first
 */
export function chooseConnection(
  name: string | null,
  reach: KeyReach,
  all: readonly Candidate[],
): { id: number } | { message: string } {
  const allowed = all.filter(({ id }, index) =>
    typeof reach === 'number' ? id === reach : reach === 'everything' || index === 0,
  );
  const found = name === null ? allowed[0] : connectionCalled(name, allowed);
  if (found) return { id: found.id };
  if (name === null) return { message: 'is not there any more: whoever made this key makes another one' };
  const names = allowed.map(nameOfConnection);
  const hint = didYouMean(name, names) || (names.length > 0 ? ` It may use: ${names.join(', ')}.` : '');
  return { message: `is not a connection that this sender may use.${hint}` };
}
