import { findReach, findRuleSet, readLimit } from '../keys/asked.ts';
import { type Issued, issueKey, MAX_KEY_NAME } from '../keys/issue.ts';
import { KEY_SCOPES, type KeyScope, readScopes, scopeWords } from '../keys/scopes.ts';
import { systemClock } from '../lib/clock.ts';
import { ruleSetsOf } from '../routing/route.ts';
import type { RoutingRule } from '../routing/rule.ts';
import { nameOfConnection } from '../settings/connection-called.ts';
import { didYouMean } from '../settings/did-you-mean.ts';
import type { Connection } from '../slack/directory/store.ts';
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
  scope?: string[];
}

/** `opsknight keys create`: the key alone on stdout, so that a script can catch it; all else on stderr. */
export async function createKey(options: Options): Promise<void> {
  const { name, service: serviceName, ruleSet: ruleSetName, limit } = options;
  const perMinute = limit === undefined ? null : limitOf(limit);
  const scopes = scopesOf(options.scope ?? []);
  await withStorage(async (storage, { http }) => {
    const service =
      serviceName === undefined ? null : await findService(storage.settings, serviceName, 'no key was made');
    const ruleSet = ruleSetName === undefined ? null : ruleSetOf(ruleSetName, await storage.settings.routing());
    const reach = reachOf(options, await storage.connections.all());
    const asked = { name, serviceId: service?.id ?? null, ruleSet, reach, scopes, limit: perMinute };
    const issued = await issueKey(storage.keys, asked, { at: systemClock.now(), by: operator() });
    if (issued.kind === 'refused') throw new CommandError(refusal(issued));

    print(issued.secret);
    say(
      [
        `This is the key "${issued.key.name}"${service ? ` of the service "${service.name}"` : ''}${ruleSet === null ? '' : `, for which the routing rules of "${ruleSet}" count alone`}. It is shown only now: store it where the tool reads it.`,
        ...(scopes === null ? [] : [`It may ${scopeWords(scopes)}, and nothing else.`]),
        `Alerts go to ${eventsUrl(http.baseUrl)} with the header "Authorization: Bearer <key>".`,
      ].join('\n'),
    );
  });
}

function reachOf({ connection, allConnections = false, service }: Options, connections: readonly Connection[]) {
  const asked = { connection, isEverything: allConnections, isOfService: service !== undefined };
  const found = findReach(asked, connections);
  if ('reach' in found) return found.reach;
  if (found.flaw === 'several') {
    throw new CommandError('A key has one of --service, --connection and --all-connections. No key was made.');
  }
  const names = connections.map(nameOfConnection);
  const hint = didYouMean(connection ?? '', names) || ` Known connections: ${names.join(', ')}.`;
  throw new CommandError(`There is no connection named "${connection}"; no key was made.${hint}`);
}

function scopesOf(written: string[]): readonly KeyScope[] | null {
  const read = readScopes(written);
  if ('scopes' in read) return read.scopes;
  const hint = didYouMean(read.unknown, KEY_SCOPES) || ` There are ${KEY_SCOPES.join(', ')}.`;
  throw new CommandError(`"${read.unknown}" is nothing that a key may do; no key was made.${hint}`);
}

function ruleSetOf(name: string, rules: readonly RoutingRule[]): string {
  const found = findRuleSet(name, rules);
  if (found !== null) return found;
  const sets = ruleSetsOf(rules);
  const known = sets.length === 0 ? ' No rule has a rule_set yet.' : ` Known sets: ${sets.join(', ')}.`;
  const hint = didYouMean(name, sets) || known;
  throw new CommandError(`No routing rule in opsknight.yml has the rule_set "${name}"; no key was made.${hint}`);
}

function limitOf(text: string): number {
  const limit = readLimit(text);
  if (limit !== null) return limit;
  throw new CommandError(`--limit is a number of requests a minute, such as 300, not "${text}". No key was made.`);
}

function refusal(refused: Extract<Issued, { kind: 'refused' }>): string {
  switch (refused.why) {
    case 'no_name':
      return 'A key needs a name, such as the tool that will use it. None was made.';
    case 'unreadable_name':
      return 'The name of a key must be one line of readable text. None was made.';
    case 'long_name':
      return `The name of a key has ${MAX_KEY_NAME} characters at most. None was made.`;
    case 'name_like_key':
      return 'That looks like a key itself, and a name is shown in lists and logs. None was made.';
    case 'taken': {
      const { name } = refused;
      return `There is a key named "${name}" already; none was made.\nChoose another name, revoke that one (opsknight keys revoke "${name}"), or replace it: opsknight keys rotate "${name}"`;
    }
  }
}

function eventsUrl(baseUrl: string | null): string {
  return baseUrl === null ? '/api/events of the address that OpsKnight says when it starts,' : `${baseUrl}/api/events`;
}
