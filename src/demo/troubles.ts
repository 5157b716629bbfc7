import { HOUR, MINUTE } from '../lib/clock.ts';
import type { Urgency } from '../oncall/urgency.ts';

/** Something that goes wrong now and then in the demo's company. */
export interface Trouble {
  title: string;
  description?: string;
  urgency: Urgency;
  /** As examples/opsknight.yml calls it. */
  service: string;
  components: string[];
  source: string;
  perWeek: number;
  /** How often it is over before anybody has looked, from 0 to 1. */
  byItself: number;
  /** Handles of those who take turns. */
  people: readonly [string, ...string[]];
  /** How long both typically take, in milliseconds. */
  acknowledge: number;
  resolve: number;
  /** What they note meanwhile, and at the end. */
  findings: readonly [string, ...string[]];
  remedies: readonly [string, ...string[]];
}

export const TROUBLES: readonly Trouble[] = [
  {
    title: 'Checkout error rate above 5 %',
    description: '5xx responses of the checkout, over the last five minutes.',
    urgency: 'HIGH',
    service: 'Payment API',
    components: ['checkout', 'eu-west-1'],
    source: 'prometheus',
    perWeek: 2,
    byItself: 0.05,
    people: ['jane', 'bob'],
    acknowledge: 2.5 * MINUTE,
    resolve: 34 * MINUTE,
    findings: ['Only cards of one bank fail.', 'It began with the release of 14:10.', 'Two of six pods do not answer.'],
    remedies: ['Rolled the release back', 'The bank has fixed its side', 'Restarted the checkout pods'],
  },
  {
    title: 'Database Connection Timeout',
    description: 'The connection pool of payments-db is exhausted.',
    urgency: 'HIGH',
    service: 'Payment API',
    components: ['payments-db', 'connection pool'],
    source: 'prometheus',
    perWeek: 1.2,
    byItself: 0,
    people: ['jane', 'bob'],
    acknowledge: 3 * MINUTE,
    resolve: 48 * MINUTE,
    findings: [
      'A report holds 60 connections.',
      'Replication is fine.',
      'The pool was never made larger after the move.',
    ],
    remedies: [
      'Killed the report and raised the pool to 150',
      'Restarted connection pool',
      'Moved reports to the replica',
    ],
  },
  {
    title: 'Payment queue is growing',
    urgency: 'MEDIUM',
    service: 'Payment API',
    components: ['payment-worker'],
    source: 'grafana',
    perWeek: 3,
    byItself: 0.3,
    people: ['bob', 'jane'],
    acknowledge: 9 * MINUTE,
    resolve: 1.2 * HOUR,
    findings: ['A burst after the newsletter.', 'One worker hangs in a retry.'],
    remedies: ['Two more workers', 'Removed the poisoned message', 'The burst is over'],
  },
  {
    title: 'Search latency p99 is 2.3 s',
    urgency: 'MEDIUM',
    service: 'Search',
    components: ['search-api'],
    source: 'grafana',
    perWeek: 3.5,
    byItself: 0.35,
    people: ['alice', 'jane'],
    acknowledge: 14 * MINUTE,
    resolve: 1.6 * HOUR,
    findings: ['One shard is being moved.', 'A crawler asks for page 900.'],
    remedies: ['Blocked the crawler', 'The shard has moved', 'Warmed the cache'],
  },
  {
    title: 'Search index is 12 minutes behind',
    urgency: 'MEDIUM',
    service: 'Search',
    components: ['indexer'],
    source: 'grafana',
    perWeek: 2,
    byItself: 0.4,
    people: ['alice'],
    acknowledge: 18 * MINUTE,
    resolve: 2.1 * HOUR,
    findings: ['The catalogue was imported again.'],
    remedies: ['The indexer has caught up', 'Restarted the indexer'],
  },
  {
    title: 'Search cluster has lost a node',
    urgency: 'HIGH',
    service: 'Search',
    components: ['search-3'],
    source: 'prometheus',
    perWeek: 0.4,
    byItself: 0,
    people: ['alice', 'jane'],
    acknowledge: 5 * MINUTE,
    resolve: 1.1 * HOUR,
    findings: ['The disk is full of old snapshots.'],
    remedies: ['Removed old snapshots, the node is back'],
  },
  {
    title: 'Disk of web-3 is 91 % full',
    urgency: 'LOW',
    service: 'Website',
    components: ['web-3'],
    source: 'node-exporter',
    perWeek: 2.5,
    byItself: 0.5,
    people: ['alice', 'bob'],
    acknowledge: 1.1 * HOUR,
    resolve: 5 * HOUR,
    findings: ['Logs again.'],
    remedies: ['Rotated the logs', 'Made the volume larger'],
  },
  {
    title: 'Certificate of shop.example.com expires in 7 days',
    urgency: 'LOW',
    service: 'Website',
    components: ['shop.example.com'],
    source: 'blackbox-exporter',
    perWeek: 0.5,
    byItself: 0,
    people: ['alice'],
    acknowledge: 3 * HOUR,
    resolve: 8 * HOUR,
    findings: ['The renewal job lacks a permission.'],
    remedies: ['Renewed by hand', 'The renewal job works again'],
  },
];
