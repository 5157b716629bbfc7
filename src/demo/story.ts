import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../lib/clock.ts';
import type { DemoEvent, Monitor } from './monitor.ts';

interface Beat {
  /** From the beat before. */
  after: number;
  event: DemoEvent;
}

const DATABASE: DemoEvent = {
  event_action: 'trigger',
  dedup_key: 'story-database',
  title: 'Database Connection Timeout',
  description: 'The connection pool of payments-db is exhausted: 100 of 100 connections are in use.',
  urgency: 'HIGH',
  service: 'Payment API',
  components: ['payments-db', 'connection pool'],
  source: 'prometheus',
  url: 'https://prometheus.example.com/alerts',
  details: {
    links: [
      { text: 'Runbook', url: 'https://wiki.example.com/payments-db' },
      { text: 'Dashboard', url: 'https://grafana.example.com/d/payments-db' },
    ],
  },
};

const SEARCH: DemoEvent = {
  event_action: 'trigger',
  dedup_key: 'story-search',
  title: 'Search index is 12 minutes behind',
  urgency: 'MEDIUM',
  service: 'Search',
  components: ['indexer'],
  source: 'grafana',
};

/** A morning in a small company: a page, something smaller, the page again, and a monitor that resolves by itself. */
const BEATS: Beat[] = [
  { after: 2 * SECOND, event: DATABASE },
  { after: 10 * SECOND, event: SEARCH },
  { after: 15 * SECOND, event: DATABASE },
  {
    after: 20 * SECOND,
    event: {
      event_action: 'trigger',
      dedup_key: 'story-disk',
      title: 'Disk of web-3 is 91 % full',
      urgency: 'LOW',
      service: 'Website',
      components: ['web-3'],
      source: 'node-exporter',
    },
  },
  { after: 25 * SECOND, event: { event_action: 'resolve', dedup_key: 'story-search', source: 'grafana' } },
];

/**
 * Lets the story happen, once. It ends early when `signal` says so. Each telling is about incidents of its own: those of
 * the one before may still be open.
 */
export async function tell(monitor: Monitor, signal: AbortSignal): Promise<void> {
  const telling = Date.now();
  for (const { after, event } of BEATS) {
    await sleep(after, undefined, { signal });
    await monitor.send({ ...event, dedup_key: `${event.dedup_key}-${telling}` });
  }
}
