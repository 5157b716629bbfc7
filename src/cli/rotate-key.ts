import { Keyring } from '../lib/keyring.ts';
import { TokenVault } from '../slack/installations/token-vault.ts';
import { CommandError } from './report.ts';
import { count, print } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight rotate-key`: everything that is encrypted is so with the current ENCRYPTION_KEY afterwards; also while the app runs. */
export async function rotateKey(): Promise<void> {
  await withStorage(async ({ installations }, { encryptionKeys }) => {
    if (encryptionKeys.length === 0) throw new CommandError('ENCRYPTION_KEY is not set. Nothing was changed.');
    const vault = new TokenVault(new Keyring(encryptionKeys));
    const all = await installations.all();
    // All or nothing: whoever has lost the old key is to know before the first is written.
    const opened = all.map((one) => ({ one, tokens: vault.open(one.ownerId, one.tokens) }));
    let rotated = 0;
    for (const { one, tokens } of opened) {
      if (vault.isCurrent(one.tokens)) continue;
      if (await installations.replaceTokens(one.id, one.tokens, vault.seal(one.ownerId, tokens))) rotated += 1;
      else throw new CommandError(`The token of ${one.name} was replaced meanwhile. Run the command once more.`);
    }
    print(
      `${count(rotated, 'token')} encrypted anew, ${count(all.length - rotated, 'token')} left as ${all.length - rotated === 1 ? 'it was' : 'they were'}.`,
    );
    if (encryptionKeys.length > 1) print('ENCRYPTION_KEY may now be the new key alone; restart OpsKnight with it.');
  });
}
