import type { AlertTally } from '../incidents/alerts.ts';
import type { AppliedGroup } from '../incidents/timeline.ts';
import { duration } from './time.ts';

/** "has the same alertname (DiskFull), cluster (eu), and was opened within 10 min" */
export function groupWords({ by, values, within }: AppliedGroup): string {
  const fields = by.map((name, index) => `${name} (${values[index] || 'none'})`);
  const same = fields.length > 0 ? `has the same ${fields.join(', ')}, and ` : '';
  return `${same}was opened within the last ${duration(within)}`;
}

/** "3 of 5 alerts resolved" */
export function tallyWords({ total, firing }: AlertTally): string {
  return `${total - firing} of ${total} alerts resolved`;
}
