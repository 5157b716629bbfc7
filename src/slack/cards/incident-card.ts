import type { KnownBlock } from '@slack/types';
import type { AlertTally } from '../../incidents/alerts.ts';
import { labelsOf } from '../../incidents/labels.ts';
import type { Link } from '../../incidents/links.ts';
import { isOpenTask, type Task } from '../../incidents/tasks.ts';
import { type Incident, incidentKey, isOver } from '../../incidents/types.ts';
import { MINUTE } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { SLA_TARGETS, type SlaStatus, type SlaTarget } from '../../oncall/sla.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import { isChannelId } from '../../people/page-target.ts';
import type { CardField, CardTemplate } from '../../settings/types.ts';
import { incidentMark, statusLabel } from '../../words/incident.ts';
import { tallyWords } from '../../words/noise.ts';
import { holdingWords, roleLabel } from '../../words/roles.ts';
import { isPublicWebAddress } from '../../words/web-addresses.ts';
import { incidentButtons } from '../interactions/incident-controls.ts';
import { viewButton } from '../interactions/view.ts';
import { actions, message, section } from './blocks.ts';
import {
  type Circumstances,
  type IncidentRow,
  incidentStanding,
  keyAndTitle,
  linkedTitle,
  remarks,
  type ServiceName,
  serviceLabel,
} from './incident.ts';
import { linkLine, source } from './links.ts';
import { inline, linkAround, MAX_LINK_OF_MANY, prose } from './mrkdwn.ts';
import { actorName } from './names.ts';
import { fallbackText } from './rich-text.ts';
import { ago, ahead, dateAndTime } from './time.ts';

const COLORS: Record<Urgency, string> = { HIGH: '#d92d20', MEDIUM: '#ecb22e', LOW: '#2e7cf6' };
/** Somebody is at it, or it sleeps: the same hue, calmer. */
const CALM_COLORS: Record<Urgency, string> = { HIGH: '#e8a29d', MEDIUM: '#f2dca6', LOW: '#a9c9f7' };
const RESOLVED_COLOR = '#2eb67d';
const MERGED_COLOR = '#8d929a';

/** A phone shows about this much of a title. */
const MAX_TITLE_IN_TEXT = 150;
const MAX_TITLE = 500;
const MAX_DESCRIPTION = 1_000;
const MAX_NOTE = 1_500;
const MAX_COMPONENTS = 300;
const MAX_CHANNEL = 100;
/** Ten of them, name and value, fit into the section of the facts. */
const MAX_LABEL = 80;
const MAX_LABEL_VALUES = 5;

/** A deadline is worth a line when it is this near. */
const SOON = 30 * MINUTE;

export interface CardContent extends IncidentRow, Circumstances {
  /** How it stands against its SLA targets. */
  sla?: SlaStanding;
  /** Where it counts several alerts. */
  tally?: AlertTally | null;
  /** Why the person is paged whose direct messages it is in, as mrkdwn. */
  reason?: string | null;
  /** Of the alert and of its service, the alert's first. */
  links?: readonly Link[];
  /** What it shows; all, when it is left out. */
  template?: CardTemplate;
  /** mrkdwn that calls people or groups; empty for nobody. */
  mention?: string;
  /** What is to be done for it. */
  tasks?: readonly Task[];
  /** A picture that came with the alert. */
  imageUrl?: string | null;
  /** The pages of the incidents that it names: what it goes on as, and what goes on as it. */
  pageUrlOf?(number: number): string;
}

/**
 * The message that shows an incident.
 *
 * Urgency, state and the linked title are a block of the message, the rest is an attachment, for its colour bar. Were there
 * no blocks, Slack would show `text` above the attachment; with them `text` is what a phone's notification says
 * (https://docs.slack.dev/changelog/2026/07/13/notification-changes). The attachment has at most five blocks, so that
 * Slack hides none of it behind "Show more".
 */
export function incidentCard(content: CardContent): SlackMessage {
  const { incident } = content;
  const reason = isOver(incident.state) ? '' : (content.reason ?? '');
  const text = [notification(incident, content.service), fallbackText(reason)].filter(Boolean).join('. ');
  const bar = { color: color(incident), fallback: text };
  return {
    text,
    blocks: [
      ...(reason === '' ? [] : [section(`📟 ${reason}`)]),
      ...(content.mention ? [section(content.mention)] : []),
      section(`${incidentStanding(incident)}\n*${linkedTitle(content, MAX_TITLE)}*`),
    ],
    attachments: [{ ...bar, blocks: body(content) }, ...picture(content, bar)],
  };
}

/**
 * A picture is an attachment by itself, as Slack had them before blocks: one that can't be loaded is then left out, while
 * Slack would refuse a message with such a picture in a block.
 */
function picture({ incident, imageUrl }: CardContent, bar: { color: string; fallback: string }) {
  const isShown = !isOver(incident.state) && imageUrl && isPublicWebAddress(imageUrl);
  return isShown ? [{ ...bar, image_url: imageUrl }] : [];
}

function color({ state, urgency }: Incident): string {
  switch (state.status) {
    case 'OPEN':
      return COLORS[urgency];
    case 'RESOLVED':
      return RESOLVED_COLOR;
    case 'MERGED':
      return MERGED_COLOR;
    default:
      return CALM_COLORS[urgency];
  }
}

/** `🔴 HIGH INC-42: Database Connection Timeout — Payment API`; with the state once it is not just open. */
function notification(incident: Incident, service: ServiceName): string {
  const name = serviceLabel(service);
  const what = `${keyAndTitle(incident, MAX_TITLE_IN_TEXT)}${name === null ? '' : ` — ${name}`}`;
  const isOpen = incident.state.status === 'OPEN';
  return fallbackText(isOpen ? `${incidentMark(incident)} ${what}` : `${incidentStanding(incident)}: ${what}`);
}

function body(content: CardContent): KnownBlock[] {
  const { incident, pageUrl } = content;
  const texts = isOver(incident.state) ? whenOver(content) : whileLive(content);
  return [...texts.filter((text) => text !== '').map(section), ...remarks(content), incidentButtons(incident, pageUrl)];
}

const FLAPPING = '〰️ Flapping: its alert comes and goes. It stays open until the alert has been quiet for a while.';

function whileLive(content: CardContent): string[] {
  const { incident, service, links = [], sla, template, tally } = content;
  const { components, alertCount } = incident;
  const isShown = (field: CardField) => template?.fields?.includes(field) ?? true;
  const of = <T>(field: CardField, value: T): T | null => (isShown(field) ? value : null);
  const lines = [
    named([
      ['Service', of('service', serviceLabel(service))],
      ['Components', of('components', inline(components.join(', '), MAX_COMPONENTS))],
    ]),
    named(labelFields(incident, template?.labels ?? [])),
    named([
      ['Triggered', of('triggered', triggered(incident))],
      sinceWhen(incident),
      ['Alerts', of('alerts', alertCount > 1 ? String(alertCount) : null)],
    ]),
    tally ? `🧩 ${tallyWords(tally)}` : '',
    incident.flapping === null ? '' : FLAPPING,
    named([['Source', of('source', source(incident))]]),
    named([['Merged into it', mergedList(content)]]),
    service?.maintenanceUntil
      ? `🛠️ In maintenance ${dateAndTime(service.maintenanceUntil, 'until')}: nobody is paged`
      : '',
    of('links', linkLine(links)) ?? '',
    (sla && of('sla', slaLine(incident, sla))) ?? '',
  ];
  const description = of('description', prose(incident.description ?? '', MAX_DESCRIPTION)) ?? '';
  const roles = incident.roles.map((one) => {
    return [roleLabel(one.role), holdingWords(one, (person) => actorName(person, MAX_LABEL))] as const;
  });
  return [
    lines.filter((line) => line !== '').join('\n'),
    [named(roles), tasksLine(content)].filter((line) => line !== '').join('\n'),
    description,
  ];
}

/** "*Tasks* 2 of 5 open" */
function tasksLine({ tasks = [] }: CardContent): string {
  return tasks.length === 0 ? '' : `*Tasks* ${tasks.filter(isOpenTask).length} of ${tasks.length} open`;
}

/** What the alert's labels say that the operator wants to see. */
function labelFields({ details }: Incident, labels: readonly string[]): [name: string, value: string | null][] {
  const fields = labelsOf(details);
  return labels.map((label) => [
    inline(label, MAX_LABEL),
    inline(fields.values(label).slice(0, MAX_LABEL_VALUES).join(', '), MAX_LABEL),
  ]);
}

/** Its first line has said who, and how long it took. */
function whenOver(content: CardContent): string[] {
  const { incident, service } = content;
  const { state, urgency, openedAt } = incident;
  if (state.status === 'MERGED') {
    const facts = [serviceLabel(service), urgency, dateAndTime(openedAt, 'triggered')];
    return [`➡️ Work goes on in *${keyLink(content, state.into)}*.`, facts.filter((fact) => fact !== null).join(' · ')];
  }
  if (state.status !== 'RESOLVED') return [];
  const facts = [serviceLabel(service), urgency, dateAndTime(openedAt, 'triggered'), dateAndTime(state.at, 'resolved')];
  const note = prose(state.note ?? '', MAX_NOTE);
  return [facts.filter((fact) => fact !== null).join(' · '), note && `*Resolution* ${note}`, tasksLine(content)];
}

/** So many of them are named. */
const MAX_MERGED_SHOWN = 5;

/** "INC-3, INC-4 and 2 more" */
function mergedList(content: CardContent): string {
  const { merged } = content.incident;
  const shown = merged.slice(0, MAX_MERGED_SHOWN).map((number) => keyLink(content, number));
  const more = merged.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function keyLink({ pageUrlOf }: CardContent, number: number): string {
  const key = incidentKey(number);
  return pageUrlOf ? linkAround(pageUrlOf(number), key, MAX_LINK_OF_MANY) : key;
}

/** `Service Payment API · Components db-3`, of what there is. */
function named(entries: readonly (readonly [name: string, value: string | null])[]): string {
  return entries.flatMap(([name, value]) => (value ? [`*${name}* ${value}`] : [])).join(' · ');
}

function triggered({ openedAt, openedBy }: Incident): string {
  return openedBy.kind === 'person' ? `${ago(openedAt)} by ${actorName(openedBy)}` : ago(openedAt);
}

/** Since when somebody has it; of a snooze also who, whom the first line leaves out. */
function sinceWhen({ state }: Incident): [name: string, value: string | null] {
  switch (state.status) {
    case 'ACKNOWLEDGED':
      return [statusLabel(state.status), ago(state.at)];
    case 'SNOOZED':
      return [statusLabel(state.status), `${ago(state.at)} by ${actorName(state.by)}`];
    default:
      return ['', null];
  }
}

export type SlaStanding = Record<SlaTarget, SlaStatus | null>;

const PARTICIPLES: Record<SlaTarget, string> = { acknowledge: 'acknowledged', resolve: 'resolved' };

/** What is due soon or was missed and is still to be done; the first of them, and nothing of the rest. */
function slaLine({ firstAcknowledgedAt }: Incident, standing: SlaStanding): string {
  for (const target of SLA_TARGETS) {
    const status = standing[target];
    const isDone = target === 'acknowledge' && firstAcknowledgedAt !== null;
    if (status?.state === 'breached' && !isDone) {
      return `⚠️ SLA breached: was to be ${PARTICIPLES[target]} ${dateAndTime(status.at, 'by')}`;
    }
    if (status?.state === 'due' && status.remaining <= SOON) {
      return `⏱️ SLA: to be ${PARTICIPLES[target]} ${ahead(status.at, status.remaining)}`;
    }
  }
  return '';
}

/** Where the card was before it belonged elsewhere: it leads there. @param channel as settings name one: "#name", or an id */
export function movedCard(row: IncidentRow, channel: string): SlackMessage {
  const title = linkedTitle(row, MAX_TITLE);
  const place = isChannelId(channel) ? `<#${channel}>` : inline(channel, MAX_CHANNEL);
  const words = `↪️ *${title}* is in ${place} now. Please go on there.`;
  const text = fallbackText(`↪️ ${keyAndTitle(row.incident, MAX_TITLE_IN_TEXT)} is in ${place} now`);
  const view = viewButton(row.incident.number, row.pageUrl);
  return { text, blocks: [section(words), actions(view)], attachments: [] };
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
  elsewhere: 'this incident continues in private. The members of its channel see it there.',
  called: 'a private incident calls this channel; the members of its own channel can open it.',
};

/** All that others hear of a private incident: that there is one. */
export function privateCard(number: number, pageUrl: string, reason: PrivateCardReason): SlackMessage {
  const words = `🔒 ${incidentKey(number)}: ${WORDS[reason]}`;
  return { ...message(words, actions(viewButton(number, pageUrl))), attachments: [] };
}
