import type { DeliveryTask, Job } from '../types.ts';
import { card } from './card.ts';
import { check } from './check.ts';
import { contact } from './contact.ts';
import { incidentChannel } from './incident-channel.ts';
import type { Disk, Kind } from './kind.ts';
import { line } from './line.ts';
import { notice } from './notice.ts';
import { notification } from './notification.ts';
import { postMortem } from './post-mortem.ts';
import { retraction } from './retraction.ts';
import { runbookCall } from './runbook-call.ts';
import { runbookLine } from './runbook-line.ts';
import { runbookMessage } from './runbook-message.ts';
import { runbookProgress } from './runbook-progress.ts';
import { statusLine } from './status-line.ts';
import { statusPost } from './status-post.ts';
import { storm } from './storm.ts';
import { stormEnd } from './storm-end.ts';
import { stormLines } from './storm-lines.ts';
import { summary } from './summary.ts';
import { topic } from './topic.ts';
import { webhook } from './webhook.ts';

/** All that is delivered, to Slack or past it. */
const KINDS = {
  card,
  line,
  storm,
  storm_lines: stormLines,
  storm_end: stormEnd,
  summary,
  notice,
  notification,
  contact,
  retraction,
  topic,
  incident_channel: incidentChannel,
  post_mortem: postMortem,
  runbook_message: runbookMessage,
  runbook_line: runbookLine,
  runbook_progress: runbookProgress,
  status_post: statusPost,
  status_line: statusLine,
  runbook_call: runbookCall,
  webhook,
  check,
};

export type DeliveryKind = keyof typeof KINDS;

/** Those that go past Slack. */
const OUTSIDE = ['contact', 'webhook', 'check'] as const satisfies DeliveryKind[];
export type OutsideKind = (typeof OUTSIDE)[number];

export function isOutside(kind: DeliveryKind): kind is OutsideKind {
  return (OUTSIDE as readonly DeliveryKind[]).includes(kind);
}

/** What is to be done with jobs of this kind. */
export function kindOf({ kind }: { kind: DeliveryKind }): Kind {
  return KINDS[kind];
}

/** What a task is about, as it is on disk now; null when that is gone. */
export function load(task: DeliveryTask, disk: Disk): Promise<Job | null> {
  return kindOf(task).load(task, disk);
}
