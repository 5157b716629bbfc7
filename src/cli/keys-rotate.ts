import { replaceKey } from '../keys/issue.ts';
import { isInUse } from '../keys/store.ts';
import type { Clock } from '../lib/clock.ts';
import { didYouMean } from '../settings/did-you-mean.ts';
import { formatDuration, parseDuration } from '../settings/duration.ts';
import { operator } from './operator.ts';
import { CommandError } from './report.ts';
import { print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight keys rotate`: the new key alone on stdout. The old one works until the overlap is over. */
export async function rotateKey(nameOrPrefix: string, { overlap }: { overlap: string }): Promise<void> {
  const span = parseDuration(overlap);
  if (span === null) {
    throw new CommandError(`--overlap is a duration such as 24h or 30m, not "${overlap}". Nothing was changed.`);
  }
  await withStorage(async ({ keys }, _, clock: Clock) => {
    const now = clock.now();
    const replaced = await replaceKey(keys, nameOrPrefix, span, { at: now, by: operator() });
    if (!replaced) {
      const known = (await keys.list()).filter((one) => isInUse(one, now) && one.expiresAt === null);
      const hint = didYouMean(
        nameOrPrefix,
        known.map(({ name }) => name),
      );
      throw new CommandError(
        `No key in use is called "${nameOrPrefix}", or it is being replaced already; nothing was changed.${hint} See: opsknight keys list`,
      );
    }
    const { secret, old, fresh } = replaced;
    print(secret);
    const end = span === 0 ? 'is useless from now on' : `goes on working for ${formatDuration(span)}`;
    say(
      `This is the new key "${fresh.name}". It is shown only now: store it where the tool reads it.\nThe old one (${old.prefix}…) ${end}.`,
    );
  });
}
