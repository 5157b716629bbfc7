import { isInUse } from '../keys/store.ts';
import { systemClock } from '../lib/clock.ts';
import { didYouMean } from '../settings/did-you-mean.ts';
import { operator } from './operator.ts';
import { CommandError } from './report.ts';
import { say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight keys revoke <name-or-prefix>` */
export async function revokeKey(nameOrPrefix: string): Promise<void> {
  await withStorage(async (storage) => {
    const keys = storage.keys;
    const revoked = await keys.revoke(nameOrPrefix, systemClock.now(), operator());
    if (revoked) {
      say(`The key "${revoked.name}" (${revoked.prefix}…) is revoked: alerts sent with it are refused from now on.`);
      return;
    }
    const inUse = (await keys.list()).filter((key) => isInUse(key, systemClock.now())).map((key) => key.name);
    throw new CommandError(
      `No key in use is called "${nameOrPrefix}"; nothing was revoked.${didYouMean(nameOrPrefix, inUse)} See: opsknight keys list`,
    );
  });
}
