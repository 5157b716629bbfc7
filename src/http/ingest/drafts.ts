import type { Draft } from './intake.ts';
import { textOf } from './lenient.ts';

/*
 * What the formats have in common. A label, or tag, called "service" names the service; what says nothing of its urgency is HIGH.
 */

type Report = Extract<Draft, { action: 'trigger' }>['report'];

type Said = Pick<Report, 'title' | 'source'> &
  Partial<Report> & {
    dedupKey: string;
    service?: string | null;
    labels?: Record<string, unknown>;
  };

export function trigger({ service = null, labels, ...said }: Said): Draft {
  const unsaid = { description: null, urgency: 'HIGH', url: null, details: null } as const;
  return { action: 'trigger', service, report: { ...unsaid, components: [], ...said }, ...(labels && { labels }) };
}

/** What its dedup key has opened is over, or somebody is at it, in whichever service it is. */
export function end(
  action: 'acknowledge' | 'resolve',
  { labels, ...said }: { dedupKey: string; source: string; labels?: Record<string, unknown> },
): Draft {
  return { action, service: null, ...said, ...(labels && { labels }) };
}

/** The name of the service; null where no label says it. */
export function serviceIn(labels: Record<string, unknown>): string | null {
  return textOf(Object.entries(labels).find(([name]) => name.toLowerCase() === 'service')?.[1]);
}
