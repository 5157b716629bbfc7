import { isDeepStrictEqual } from 'node:util';
import { Keyring } from '../lib/keyring.ts';
import { resealSigningKey } from '../records/signing.ts';
import type { EntryChange } from '../settings/changes.ts';
import type { ConnectionEntry } from '../settings/schema/connections.ts';
import type { CurrentSettings, SettingsWriter } from '../settings/writer.ts';
import { TokenVault } from '../slack/installations/token-vault.ts';
import { operator } from './operator.ts';
import { CommandError } from './report.ts';
import { count, print } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight rotate-key`: everything that is encrypted is so with the current ENCRYPTION_KEY afterwards; also while the app runs. */
export async function rotateKey(): Promise<void> {
  await withStorage(async ({ installations, settingsWriter, records }, { encryptionKeys }) => {
    if (encryptionKeys.length === 0) throw new CommandError('ENCRYPTION_KEY is not set. Nothing was changed.');
    const keyring = new Keyring(encryptionKeys);
    const vault = new TokenVault(keyring);
    const all = await installations.all();
    // All or nothing: whoever has lost the old key is to know before the first is written.
    const opened = all.map((one) => ({ one, tokens: vault.open(one.ownerId, one.tokens) }));
    const signs = await resealSigningKey(records, keyring);
    let rotated = 0;
    for (const { one, tokens } of opened) {
      if (vault.isCurrent(one.tokens)) continue;
      if (await installations.replaceTokens(one.id, one.tokens, vault.seal(one.ownerId, tokens))) rotated += 1;
      else throw new CommandError(`The token of ${one.name} was replaced meanwhile. Run the command once more.`);
    }
    const entered = await renewEntered(settingsWriter, vault);
    rotated += entered.renewed;
    const left = all.length + entered.all - rotated;
    print(
      `${count(rotated, 'token')} encrypted anew, ${count(left, 'token')} left as ${left === 1 ? 'it was' : 'they were'}.`,
    );
    if (signs) print('The key that records are signed with is encrypted anew.');
    if (encryptionKeys.length > 1) print('ENCRYPTION_KEY may now be the new key alone; restart OpsKnight with it.');
  });
}

/** The tokens that people have entered for named connections: they are settings, so this is in the audit log. */
async function renewEntered(writer: SettingsWriter, vault: TokenVault): Promise<{ all: number; renewed: number }> {
  const tokensOf = ({ bot_token, app_token }: ConnectionEntry) => [bot_token, app_token].filter((one) => one !== null);
  const renew = (before: ConnectionEntry): ConnectionEntry => {
    const renewed = (sealed: string | null) => sealed && vault.renewEntered(before.name, sealed);
    return { ...before, bot_token: renewed(before.bot_token), app_token: renewed(before.app_token) };
  };
  let all = 0;
  const plan = ({ connections }: CurrentSettings) => {
    all = connections.flatMap(tokensOf).length;
    const changes = connections
      .map((before) => ({ section: 'connections' as const, before, after: renew(before), note: null }))
      .filter(({ before, after }) => !isDeepStrictEqual(before, after));
    return { changes, owns: [] };
  };
  const applying = { isDryRun: false, restartsEscalations: false, by: operator(), takesBack: null };
  const { changes } = await writer.apply(plan, applying);
  const renewed = changes.flatMap((change) => {
    const { before, after } = change as EntryChange<ConnectionEntry>;
    return after && before ? tokensOf(after).filter((token) => !tokensOf(before).includes(token)) : [];
  });
  return { all, renewed: renewed.length };
}
