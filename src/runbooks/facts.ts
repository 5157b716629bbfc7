import { type Incident, incidentKey } from '../incidents/types.ts';
import type { Each } from '../settings/schema/runbooks/operation.ts';
import type { ResultPlace, RunbookFacts } from '../settings/schema/runbooks/placeholders.ts';
import { statusLabel } from '../words/incident.ts';
import { actorName } from '../words/plain-writer.ts';
import { oneLine } from '../words/text.ts';

/** What is around an incident. */
export interface FactSources {
  service: string | null;
  /** Without "#": its own channel's name or, before there is one, that of its card; as a placeholder it is only text. */
  channel: string;
  url: string;
  /** Who is on call for the service. */
  onCall: readonly string[];
  /** What steps before have come to. */
  results?: Readonly<Record<ResultPlace, string>>;
  /** For whom or what the step is, within `for_each`. */
  each?: Each | null;
}

export function factsOf(
  incident: Incident,
  { service, channel, url, onCall, results = {}, each = null }: FactSources,
): RunbookFacts {
  const { number, urgency, title, description, state, components, source } = incident;
  const key = incidentKey(number);
  return {
    ...results,
    'incident.id': key,
    'incident.number': key,
    'incident.severity': urgency,
    'incident.urgency': urgency,
    'incident.title': oneLine(title),
    'incident.description': description ?? 'no description',
    'incident.status': statusLabel(state.status),
    'incident.service': service ?? 'no service',
    'incident.components': components.join(', '),
    'incident.source': source ?? '',
    'incident.owner': state.status === 'ACKNOWLEDGED' ? actorName(state.by) : 'nobody',
    'incident.channel': channel,
    'incident.url': url,
    'oncall.names': onCall.join(', ') || 'nobody',
    'each.name': each?.name ?? '',
    'each.email': each?.email ?? '',
  };
}
