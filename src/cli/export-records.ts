import { once } from 'node:events';
import type { Config } from '../config.ts';
import { incidentKey, parseIncidentKey } from '../incidents/types.ts';
import type { UtcMs } from '../lib/clock.ts';
import { Keyring } from '../lib/keyring.ts';
import { exportRecords } from '../records/export.ts';
import { NoSigningKey, type Signer, signerOf } from '../records/signing.ts';
import type { RecordQuery, RecordStore } from '../records/store.ts';
import type { Storage } from '../storage/storage.ts';
import { CommandError } from './report.ts';
import { say } from './terminal.ts';
import { readSince } from './time.ts';
import { withStorage } from './with-storage.ts';

export interface RecordsOptions {
  incident?: string;
  since?: string;
}

/** `opsknight export --incident | --since`: records as signed JSON Lines; what signs them is said besides. */
export async function exportRecordsToStdout(options: RecordsOptions): Promise<void> {
  await withStorage(async (storage, config, clock) => {
    const query = await queryOf(options, storage, clock.now());
    const signer = await signerFor(storage.records, config);
    for await (const line of exportRecords(storage.records, query, signer, clock.now())) {
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
    }
    say(`Signed with the key ${signer.publicKey}; check it with: opsknight verify <file> --key ${signer.publicKey}`);
  });
}

async function queryOf({ incident, since }: RecordsOptions, { incidents }: Storage, now: UtcMs): Promise<RecordQuery> {
  if (incident === undefined) return { since: readSince(since ?? '', now) };
  if (since !== undefined) throw new CommandError('Say either --incident or --since. Nothing was exported.');
  const number = parseIncidentKey(incident);
  if (number === null) throw new CommandError(`${JSON.stringify(incident)} is no incident: write it like INC-42.`);
  if (!(await incidents.get(number))) {
    throw new CommandError(`There is no ${incidentKey(number)}. Nothing was exported.`);
  }
  return { incident: number };
}

async function signerFor(records: RecordStore, { encryptionKeys }: Config): Promise<Signer> {
  try {
    return await signerOf(records, encryptionKeys.length > 0 ? new Keyring(encryptionKeys) : null);
  } catch (error) {
    if (error instanceof NoSigningKey) throw new CommandError(`${error.message} Nothing was exported.`);
    throw error;
  }
}
