import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import type { Incident } from '../../incidents/types.ts';
import { boundedIncident } from '../../words/json/bounded.ts';
import { incidentJson, timelineJson } from '../../words/json/incident.ts';
import { cutTo } from '../../words/text.ts';

/** Of what an event says. */
const MAX_TEXT = 4_000;

export interface WebhookBody {
  id: string;
  body: string;
}

/** What a webhook hears of an event: what happened, and the incident as it is when this is sent. */
export function bodyOf(
  event: StoredTimelineEvent,
  incident: Incident,
  { service, isPrivate, baseUrl }: { service: string | null; isPrivate: boolean; baseUrl: string },
): WebhookBody {
  const { kind, text, ...rest } = timelineJson(event);
  // The same at every attempt, and, with its time, another one also after an older database was put back.
  const id = `${event.id}-${event.at}`;
  const said = { id, event: kind, ...rest, text: cutTo(MAX_TEXT, text), private: isPrivate };
  // Which others it is linked to is not said: they may be private.
  const { state, merged } = incident;
  const named = state.status === 'MERGED' ? [...merged, state.into] : merged;
  const { related: _, ...shown } = boundedIncident(incidentJson(incident, service, named, baseUrl));
  return { id, body: JSON.stringify({ ...said, incident: shown }) };
}
