import { issueKey } from '../keys/issue.ts';
import { systemClock } from '../lib/clock.ts';
import type { KeyReach } from '../people/key-reach.ts';
import { ruleSetsOf } from '../routing/route.ts';
import { connectionCalled, nameOfConnection } from '../settings/connection-called.ts';
import { didYouMean } from '../settings/did-you-mean.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { ConnectionStore } from '../slack/directory/store.ts';
import { operator } from './operator.ts';
import { CommandError } from './report.ts';
import { findService } from './services.ts';
import { print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

interface Options {
  name: string;
  service?: string;
  ruleSet?: string;
  limit?: string;
  connection?: string;
  allConnections?: boolean;
}

const MAX_LIMIT = 1_000_000;

/** `opsknight keys create`: the key alone on stdout, so that a script can catch it; all else on stderr. */
export async function createKey(options: Options): Promise<void> {
  const { name, service: serviceName, ruleSet: ruleSetName, limit } = options;
  const perMinute = limit === undefined ? null : readLimit(limit);
  await withStorage(async (storage, { http }) => {
    const service =
      serviceName === undefined ? null : await findService(storage.settings, serviceName, 'no key was made');
    const ruleSet = ruleSetName === undefined ? null : await findRuleSet(storage.settings, ruleSetName);
    const reach = await findReach(storage.connections, options);
    const asked = { name, serviceId: service?.id ?? null, ruleSet, reach, limit: perMinute };
    const issued = await issueKey(storage.keys, asked, { at: systemClock.now(), by: operator() });
    if (issued.kind === 'refused') throw new CommandError(refusal(issued));

    print(issued.secret);
    say(
      [
        `This is the key "${issued.key.name}"${service ? ` of the service "${service.name}"` : ''}${ruleSet === null ? '' : `, for which the routing rules of "${ruleSet}" count alone`}. It is shown only now: store it where the tool reads it.`,
        `Alerts go to ${eventsUrl(http.baseUrl)} with the header "Authorization: Bearer <key>".`,
      ].join('\n'),
    );
  });
}

/** Whose incidents the key may read. In doubt, those of the organisation alone. */
async function findReach(
  connections: Pick<ConnectionStore, 'all'>,
  { connection: name, allConnections = false, service }: Options,
): Promise<KeyReach> {
  if ([name !== undefined, allConnections, service !== undefined].filter(Boolean).length > 1) {
    throw new CommandError('A key has one of --service, --connection and --all-connections. No key was made.');
  }
  if (allConnections) return 'everything';
  if (name === undefined) return 'organisation';
  const all = await connections.all();
  const found = connectionCalled(name, all);
  if (found) return found.id;
  const names = all.map(nameOfConnection);
  const hint = didYouMean(name, names) || ` Known connections: ${names.join(', ')}.`;
  throw new CommandError(`There is no connection named "${name}"; no key was made.${hint}`);
}

/** A set of routing rules by its name, in any case. */
async function findRuleSet(settings: SettingsStore, name: string): Promise<string> {
  const sets = ruleSetsOf(await settings.routing());
  const found = sets.find((set) => set.toLowerCase() === name.trim().toLowerCase());
  if (found !== undefined) return found;
  const known = sets.length === 0 ? ' No rule has a rule_set yet.' : ` Known sets: ${sets.join(', ')}.`;
  const hint = didYouMean(name, sets) || known;
  throw new CommandError(`No routing rule in opsknight.yml has the rule_set "${name}"; no key was made.${hint}`);
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new CommandError(`--limit is a number of requests a minute, such as 300, not "${text}". No key was made.`);
}

function refusal(refused: Extract<Awaited<ReturnType<typeof issueKey>>, { kind: 'refused' }>): string {
  switch (refused.why) {
    case 'no_name':
      return 'A key needs a name, such as the tool that will use it. None was made.';
    case 'unreadable_name':
      return 'The name of a key must be one line of readable text. None was made.';
    case 'long_name':
      return 'The name of a key has 100 characters at most. None was made.';
    case 'taken': {
      const { name } = refused;
      return `There is a key named "${name}" already; none was made.\nChoose another name, revoke that one (opsknight keys revoke "${name}"), or replace it: opsknight keys rotate "${name}"`;
    }
  }
}

function eventsUrl(baseUrl: string | null): string {
  return baseUrl === null ? '/api/events of the address that OpsKnight says when it starts,' : `${baseUrl}/api/events`;
}
