import type { KnownBlock, SectionBlock } from '@slack/types';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { SLA_TARGETS, type SlaStatus, type SlaTarget } from '../../oncall/sla.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import { statusLabel, urgencyLabel } from '../../words/incident.ts';
import { oneLine } from '../../words/text.ts';
import { duration } from '../../words/time.ts';
import { hiddenHost } from '../../words/web-addresses.ts';
import { incidentButtons } from '../interactions/incident-controls.ts';
import { viewButton } from '../interactions/view.ts';
import { actions, mrkdwnText, section } from './blocks.ts';
import {
  type Circumstances,
  type IncidentRow,
  keyAndTitle,
  linkedTitle,
  remarks,
  type ServiceName,
  serviceLabel,
} from './incident.ts';
import { cut, inline, link, mrkdwn, prose, webAddress } from './mrkdwn.ts';
import { actorName } from './names.ts';
import { ago, ahead, dateAndTime } from './time.ts';

const COLORS: Record<Urgency, string> = { HIGH: '#d92d20', MEDIUM: '#ecb22e', LOW: '#2e7cf6' };
const RESOLVED_COLOR = '#2eb67d';

/** A phone shows about this much of a title. */
const MAX_TITLE_IN_TEXT = 150;
const MAX_TITLE = 500;
const MAX_DESCRIPTION = 1_000;
const MAX_NOTE = 1_500;
const MAX_COMPONENTS = 300;
const MAX_SOURCE = 100;

export interface CardContent extends IncidentRow, Circumstances {
  /** How it stands against its SLA targets. */
  sla?: SlaStanding;
  /** Why the person is paged whose direct messages it is in, as mrkdwn. */
  reason?: string | null;
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
  const reason = incident.state.status === 'RESOLVED' ? null : content.reason || null;
  const text = [notification(incident, content.service), reason].filter(Boolean).join('. ');
  return {
    text,
    blocks: [
      ...(reason === null ? [] : [section(`📟 ${reason}`)]),
      section(`${firstLine(incident)}\n*${linkedTitle(content, MAX_TITLE)}*`),
    ],
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
    ...remarks(content),
    incidentButtons(incident, pageUrl),
  ].filter((block) => block !== null);
}

function fields({ incident, service, sla }: CardContent): SectionBlock {
  const entries: [name: string, value: string | null][] = [
    ['Service', serviceLabel(service)],
    ['Components', inline(incident.components.join(', '), MAX_COMPONENTS)],
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

export type SlaStanding = Record<SlaTarget, SlaStatus | null>;

const NAMES: Record<SlaTarget, string> = { acknowledge: 'Acknowledge', resolve: 'Resolve' };

/** mrkdwn of what is due, standing still or missed; null when there is nothing of that. What was met needs no words. */
function slaWords(standing: SlaStanding): string | null {
  const lines = SLA_TARGETS.flatMap((target) => {
    const status = standing[target];
    return status === null || status.state === 'met' ? [] : [`${NAMES[target]} ${words(status)}`];
  });
  return lines.length > 0 ? lines.join('\n') : null;
}

function words(status: Exclude<SlaStatus, { state: 'met' }>): string {
  switch (status.state) {
    case 'due':
      return `due ${ahead(status.at, status.remaining)}, ${dateAndTime(status.at)}`;
    case 'paused':
      return `paused, ${duration(status.remaining)} left`;
    case 'breached':
      return `⚠️ breached: was due ${dateAndTime(status.at)}`;
  }
}

/** Why a channel hears of an incident that belongs to a private channel. */
export type PrivateCardReason =
  /** It is the fallback for a channel that is closed to the app. */
  | 'lost'
  /** It showed the incident before, or instead, and the private channel shows it now. */
  | 'elsewhere'
  /** An escalation policy calls the channel. */
  | 'called';

const WORDS: Record<PrivateCardReason, string> = {
  lost: 'a private incident has lost its channel; its last members can open it.',
  elsewhere: 'a private incident; the members of its channel see it there.',
  called: 'a private incident calls this channel; the members of its own channel can open it.',
};

/** All that others hear of a private incident: that there is one. */
export function privateCard(number: number, pageUrl: string, reason: PrivateCardReason): SlackMessage {
  const words = `🔒 ${incidentKey(number)}: ${WORDS[reason]}`;
  return { text: words, blocks: [section(words), actions(viewButton(number, pageUrl))], attachments: [] };
}
