import { DEFAULT_INCIDENT_CHANNELS, type IncidentChannels } from '../../settings/types.ts';
import type { Drizzle } from './database.ts';
import { readRows, writeDocument } from './documents.ts';

/** The one document that says it all. */
const NAME = 'incident_channels';

export function readIncidentChannels(db: Drizzle): IncidentChannels {
  const [row] = readRows(db, 'incident_channels');
  // What was written before there was one of the settings has it as by default.
  return row ? { ...DEFAULT_INCIDENT_CHANNELS, ...(row.body as Document).rule } : DEFAULT_INCIDENT_CHANNELS;
}

export function writeIncidentChannels(db: Drizzle, rule: IncidentChannels): void {
  const before = readRows(db, 'incident_channels').length > 0 ? { name: NAME } : null;
  const after: Document = { name: NAME, rule };
  writeDocument(db, 'incident_channels', { before, after });
}

interface Document {
  name: string;
  rule: IncidentChannels;
}
