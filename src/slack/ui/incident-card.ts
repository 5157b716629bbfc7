import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Incident, Urgency } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { hiddenHost } from '../../words/web-addresses.ts';
import { actorName } from './actor.ts';
import { context, mrkdwnText, section } from './blocks.ts';
import { cut, link, mrkdwn, oneLine, webAddress } from './escape.ts';
import { incidentButtons } from './incident-buttons.ts';
import {
  type IncidentRow,
  keyAndTitle,
  linkedTitle,
  type ServiceName,
  serviceLabel,
  statusLabel,
  urgencyLabel,
} from './incident-words.ts';
import { delay } from './lateness.ts';
import { prose } from './prose.ts';
import { type SlaStanding, slaWords } from './sla-words.ts';
import { ago, dateAndTime, duration } from './time.ts';

const COLORS: Record<Urgency, string> = { HIGH: '#d92d20', MEDIUM: '#ecb22e', LOW: '#2e7cf6' };
const RESOLVED_COLOR = '#2eb67d';

/** A phone shows about this much of a title. */
const MAX_TITLE_IN_TEXT = 150;
const MAX_TITLE = 500;
const MAX_DESCRIPTION = 1_000;
const MAX_NOTE = 1_500;
const MAX_COMPONENTS = 300;
const MAX_SOURCE = 100;

export interface CardContent extends IncidentRow {
  /** The channel the card was meant for, when it could not be posted there. */
  reroutedFrom?: string | null;
  /** How late the card comes, in milliseconds, when that is worth saying. */
  lateBy?: number | null;
  /** How it stands against its SLA targets. */
  sla?: SlaStanding;
}

/**
 * The message that shows an incident.
 *
 * The urgency and the linked title are blocks of the message, the rest is an attachment, for its colour bar. Were there
 * no blocks, Slack would show `text` above the attachment; with them `text` is what a phone's notification says
 * (https://docs.slack.dev/changelog/2026/07/13/notification-changes). The attachment has at most five blocks, so that
 * Slack hides none of it behind "Show more".
 */
export function incidentCard(content: CardContent): SlackMessage {
  const { incident } = content;
  const text = notification(incident, content.service);
  return {
    text,
    blocks: [section(`${firstLine(incident)}\n*${linkedTitle(content, MAX_TITLE)}*`)],
    attachments: [{ color: color(incident), fallback: text, blocks: body(content) }],
  };
}

function color({ state, urgency }: Incident): string {
  return state.status === 'RESOLVED' ? RESOLVED_COLOR : COLORS[urgency];
}

function firstLine({ state, urgency }: Incident): string {
  return state.status === 'RESOLVED' ? '✅ Resolved' : urgencyLabel(urgency);
}

/** `🔴 HIGH INC-42: Database Connection Timeout — Payment API (acknowledged by @jane)` */
function notification(incident: Incident, service: ServiceName): string {
  const name = serviceLabel(service);
  const where = name === null ? '' : ` — ${name}`;
  return `${firstLine(incident)} ${keyAndTitle(incident, MAX_TITLE_IN_TEXT)}${where}${holder(incident)}`;
}

function holder({ state }: Incident): string {
  if (state.status === 'OPEN') return '';
  return ` (${statusLabel(state.status).toLowerCase()} by ${actorName(state.by)})`;
}

function body(content: CardContent): KnownBlock[] {
  const { incident, pageUrl } = content;
  return [
    fields(content),
    description(incident),
    resolution(incident),
    remarks(content),
    incidentButtons(incident, pageUrl),
  ].filter((block) => block !== null);
}

function fields({ incident, service, sla }: CardContent): SectionBlock {
  const entries: [name: string, value: string | null][] = [
    ['Service', serviceLabel(service)],
    ['Components', mrkdwn(cut(oneLine(incident.components.join(', ')), MAX_COMPONENTS))],
    ['Urgency', urgencyLabel(incident.urgency)],
    ['Status', status(incident)],
    ['Triggered', triggered(incident)],
    whoHasIt(incident),
    ['Alerts', incident.alertCount > 1 ? String(incident.alertCount) : null],
    ['Duration', incident.state.status === 'RESOLVED' ? duration(incident.state.at - incident.openedAt) : null],
    ['Source', source(incident)],
    ['SLA', sla ? slaWords(sla) : null],
  ];
  return {
    type: 'section',
    fields: entries.flatMap(([name, value]) => (value ? [mrkdwnText(`*${name}*\n${value}`)] : [])),
  };
}

function status({ state }: Incident): string {
  return state.status === 'SNOOZED' ? `Snoozed until ${dateAndTime(state.until)}` : statusLabel(state.status);
}

function triggered({ openedAt, openedBy }: Incident): string {
  return openedBy.kind === 'person' ? `${ago(openedAt)} by ${actorName(openedBy)}` : ago(openedAt);
}

function whoHasIt({ state }: Incident): [name: string, value: string | null] {
  if (state.status === 'OPEN') return ['Acknowledged by', null];
  return [`${statusLabel(state.status)} by`, `${actorName(state.by)}, ${ago(state.at)}`];
}

function source({ source, url }: Incident): string | null {
  const name = cut(oneLine(source ?? ''), MAX_SOURCE);
  const hasLink = url !== null && webAddress(url) !== null;
  if (!name && !hasLink) return null;
  const host = hasLink ? hiddenHost(name, url) : null;
  return `${link(url, name || 'Open in monitor')}${host === null ? '' : ` (${mrkdwn(host)})`}`;
}

function description({ description }: Incident): SectionBlock | null {
  const text = prose(description ?? '', MAX_DESCRIPTION);
  return text ? section(text) : null;
}

function resolution({ state }: Incident): SectionBlock | null {
  const note = state.status === 'RESOLVED' ? prose(state.note ?? '', MAX_NOTE) : '';
  return note ? section(`*Resolution*\n${note}`) : null;
}

function remarks({ reroutedFrom, lateBy }: CardContent): KnownBlock | null {
  const channel = mrkdwn(cut(oneLine(reroutedFrom ?? ''), MAX_SOURCE));
  const remarks = [channel && `↪️ Meant for ${channel}, where OpsKnight can't post.`, delay(lateBy ?? null)].filter(
    (remark) => remark !== '',
  );
  return remarks.length > 0 ? context(...remarks) : null;
}
