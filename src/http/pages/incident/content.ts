import type { Card } from '../../../courier/types.ts';
import type { Incident } from '../../../incidents/types.ts';
import { isPersonTarget } from '../../../people/page-target.ts';
import type { Service } from '../../../settings/types.ts';
import type { HttpParts } from '../../parts.ts';
import type { TimeFrame } from '../time.tsx';
import type { Visitor } from '../visitor.ts';
import { type Entry, entriesOf } from './entries.ts';

/** Lines of the timeline on a page; an alert can repeat for months. */
const MAX_ENTRIES = 500;

/** Everything that the page of an incident shows. */
export interface IncidentContent {
  incident: Incident;
  service: Service | null;
  /** Newest first. */
  entries: Entry[];
  /** Older ones that are not shown. */
  hiddenEntries: number;
  /** Where it is shown in Slack, as far as this visitor may know. */
  messages: SlackMessageLink[];
  visitor: Visitor;
  frame: TimeFrame;
}

export interface SlackMessageLink {
  /** "#payment-alerts", as it is configured. */
  channel: string;
  url: string;
}

export async function loadContent(incident: Incident, visitor: Visitor, parts: HttpParts): Promise<IncidentContent> {
  const { store, settings, cards, clock } = parts;
  const [events, service, shown] = await Promise.all([
    store.timeline(incident.number),
    incident.serviceId === null ? null : settings.service(incident.serviceId),
    cards.cardsOf(incident.number),
  ]);
  const entries = entriesOf(events, incident.title);
  return {
    incident,
    service,
    entries: entries.slice(0, MAX_ENTRIES),
    hiddenEntries: Math.max(0, entries.length - MAX_ENTRIES),
    messages: shown.flatMap((card) => messageLink(card, visitor) ?? []),
    visitor,
    frame: { zone: visitor.zone, now: clock.now() },
  };
}

/**
 * The permalink of a card, made as Slack makes them; slack.com leads everybody to their own workspace. A direct message
 * is for the person it pages alone.
 */
function messageLink({ connectionId, channelId, ts, target }: Card, visitor: Visitor): SlackMessageLink | null {
  if (channelId === null || ts === null || connectionId !== visitor.session.connectionId) return null;
  if (isPersonTarget(target)) return null;
  return { channel: target, url: `https://slack.com/archives/${channelId}/p${ts.replace('.', '')}` };
}
