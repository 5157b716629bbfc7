import { newApiKey } from '../http/api-keys.ts';
import { systemClock } from '../lib/clock.ts';
import { oneLine } from '../words/text.ts';
import { CommandError } from './report.ts';
import { findService } from './services.ts';
import { print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight keys create`: the key alone on stdout, so that a script can catch it; all else on stderr. */
export async function createKey({ name, service: serviceName }: { name: string; service?: string }): Promise<void> {
  await withStorage(async (storage, { http }) => {
    const keys = storage.keys;
    const trimmed = name.trim();
    if (trimmed === '') throw new CommandError('A key needs a name, such as the tool that will use it. None was made.');
    if (trimmed !== oneLine(trimmed)) {
      throw new CommandError('The name of a key must be one line of readable text. None was made.');
    }
    const isTaken = (await keys.list()).some((key) => key.revokedAt === null && key.name === trimmed);
    if (isTaken) {
      throw new CommandError(
        `There is a key named "${trimmed}" already; none was made.\nChoose another name, or revoke that one: opsknight keys revoke "${trimmed}"`,
      );
    }
    const service =
      serviceName === undefined ? null : await findService(storage.settings, serviceName, 'no key was made');
    const { key, prefix, hash } = newApiKey();
    await keys.create({ name: trimmed, prefix, hash, serviceId: service?.id ?? null, at: systemClock.now() });

    print(key);
    say(
      [
        `This is the key "${trimmed}"${service ? ` of the service "${service.name}"` : ''}. It is shown only now: store it where the tool reads it.`,
        `Alerts go to ${eventsUrl(http.baseUrl)} with the header "Authorization: Bearer <key>".`,
      ].join('\n'),
    );
  });
}

function eventsUrl(baseUrl: string | null): string {
  return baseUrl === null ? '/api/events of the address that OpsKnight says when it starts,' : `${baseUrl}/api/events`;
}
