import { incidentKey } from '../incidents/types.ts';
import type { UtcMs } from '../lib/clock.ts';
import { iso } from '../words/json/incident.ts';
import { Chain } from './chain.ts';
import { recordsOf } from './incident-records.ts';
import type { Signer } from './signing.ts';
import type { RecordQuery, RecordStore } from './store.ts';

/** The lines of an export, one after the other: however many incidents there are, one is in memory. */
export async function* exportRecords(
  store: RecordStore,
  query: RecordQuery,
  signer: Signer,
  now: UtcMs,
): AsyncIterable<string> {
  const chain = new Chain(signer);
  const about = 'incident' in query ? { incident: incidentKey(query.incident) } : { since: iso(query.since) };
  yield chain.begin({ exported_at: iso(now), ...about });
  const emails = await store.emails();
  for await (const record of store.incidents(query)) {
    for (const one of recordsOf(record, emails)) yield chain.add(one);
  }
  yield chain.end();
}
