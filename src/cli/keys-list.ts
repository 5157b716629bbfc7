import { DateTime } from 'luxon';
import { type ApiKey, isInUse } from '../keys/store.ts';
import type { UtcMs } from '../lib/clock.ts';
import { isMissing } from '../routing/route.ts';
import type { RoutingRule } from '../routing/rule.ts';
import { nameOfConnection } from '../settings/connection-called.ts';
import type { Connection } from '../slack/directory/store.ts';
import { oneLine } from '../words/text.ts';
import { print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

const HEADINGS = ['NAME', 'KEY', 'SERVICE', 'CONNECTION', 'RULES', 'MAY', 'LIMIT', 'CREATED', 'LAST USED', 'STATUS'];

/** `opsknight keys list`: a table, the oldest key first. */
export async function listKeys(): Promise<void> {
  await withStorage(async (storage, _, clock) => {
    const keys = await storage.keys.list();
    if (keys.length === 0) {
      say('There are no keys yet. Make one: opsknight keys create --name <name>');
      return;
    }
    const services = await storage.settings.services();
    const connections = await storage.connections.all();
    const rules = await storage.settings.routing();
    const nameOf = new Map(services.map(({ id, name }) => [id, name]));
    print(table([HEADINGS, ...keys.map((key) => cells(key, { nameOf, connections, rules, now: clock.now() }))]));
  });
}

function statusOf(key: ApiKey, now: UtcMs): string {
  if (key.revokedAt !== null) return `revoked ${moment(key.revokedAt)}`;
  if (key.expiresAt === null) return 'in use';
  return isInUse(key, now) ? `replaced, until ${moment(key.expiresAt)}` : `replaced ${moment(key.expiresAt)}`;
}

interface Known {
  nameOf: ReadonlyMap<number, string>;
  connections: readonly Connection[];
  rules: readonly RoutingRule[];
  now: UtcMs;
}

function cells(key: ApiKey, { nameOf, connections, rules, now }: Known): string[] {
  const service = key.serviceId === null ? '-' : (nameOf.get(key.serviceId) ?? '-');
  const limit = key.limit === null ? '-' : `${key.limit}/min`;
  return [
    oneLine(key.name),
    `${key.prefix}…`,
    oneLine(service),
    oneLine(reachOf(key, connections)),
    rulesOf(key, rules),
    key.scopes?.join(', ') ?? '-',
    limit,
    moment(key.createdAt),
    moment(key.lastUsedAt),
    statusOf(key, now),
  ];
}

function reachOf({ serviceId, reach }: ApiKey, connections: readonly Connection[]): string {
  if (serviceId !== null) return '-';
  if (typeof reach === 'string') return reach === 'everything' ? 'all' : "the organisation's";
  const connection = connections.find(({ id }) => id === reach);
  return connection ? nameOfConnection(connection) : '-';
}

function rulesOf({ ruleSet }: ApiKey, rules: readonly RoutingRule[]): string {
  if (ruleSet === null) return '-';
  return oneLine(isMissing(ruleSet, rules) ? `${ruleSet} (gone)` : ruleSet);
}

/** In the operator's own zone, with its offset: `2026-01-05 09:00 +01:00`. */
function moment(at: UtcMs | null): string {
  return at === null ? 'never' : DateTime.fromMillis(at).toFormat('yyyy-MM-dd HH:mm ZZ');
}

function table(rows: string[][]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
