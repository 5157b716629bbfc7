import type { SectionBlock } from '@slack/types';
import type { StoredTimelineEvent, TimelineKind } from '../../incidents/timeline.ts';
import { type Incident, incidentKey, parseIncidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { groupWords } from '../../words/noise.ts';
import { unknownIncident } from '../../words/rejections.ts';
import { outsideLabel, section } from '../cards/blocks.ts';
import { inline } from '../cards/mrkdwn.ts';
import { actorName } from '../cards/names.ts';
import { notice } from '../cards/replies.ts';
import { threadLine } from '../cards/thread.ts';
import { tell } from './answers.ts';
import { type Subcommand, writeItLikeThis } from './command.ts';
import { visibleIncident } from './interaction.ts';

const MAX_SHOWN = 300;
/** Twenty of them fit into a message. */
const MAX_LINE = 620;

const MAX_LOOKED_AT = 200;
const MAX_HELD = 8;

/** What holds an incident back, or together. */
const HOLDING: ReadonlySet<TimelineKind> = new Set([
  'delayed',
  'lasted',
  'attached',
  'detached',
  'maintenance',
  'maintenance_over',
  'escalation_held',
  'flapping',
  'flapping_over',
]);

export const whyCommand: Subcommand = {
  name: 'why',
  usage: 'why INC-n',
  help: 'what opened an incident, and which rules applied to it',
  async run(deps, { asker, rest }) {
    const number = parseIncidentKey(rest);
    if (number === null) return tell(deps, asker, writeItLikeThis('why INC-n', 'why INC-42'));
    const incident = await visibleIncident(deps, asker.slackUserId, number);
    if (!incident) return tell(deps, asker, notice(unknownIncident(number)));
    const later = await deps.incidents.timeline(number, { limit: MAX_LOOKED_AT, eyes: 'anyone' });
    const service = incident.serviceId === null ? null : await deps.settings.service(incident.serviceId);
    await tell(deps, asker, why(incident, service?.name ?? null, await deps.incidents.beginning(number), later));
  },
};

/** The answer: who reported it, as what, and what the rules that applied did. */
export function why(
  { number, openedBy, urgency, dedupKey }: Incident,
  service: string | null,
  beginning: StoredTimelineEvent | null,
  later: readonly StoredTimelineEvent[] = [],
): SlackMessage {
  const what = service === null ? 'no service' : `the service ${inline(service, MAX_SHOWN)}`;
  const first = `*${incidentKey(number)}* was opened by ${actorName(openedBy)}; it is ${urgency}, and belongs to ${what}.`;
  const { rules = [], group, missingRuleSet } = beginning?.fact.kind === 'triggered' ? beginning.fact : {};
  const told =
    rules.length > 0
      ? 'These routing rules applied when it was opened, in this order:'
      : 'No routing rule changed anything about it.';
  const written = [
    ...rules.map(({ rule, match, effect }) => `${rule}. ${match} → ${effect}`),
    ...(missingRuleSet === undefined
      ? []
      : [
          `Its API key uses only the rules of “${missingRuleSet}”, and there were none, so nothing was changed about it.`,
        ]),
    ...(group ? [`Alerts of its group count on it: each that ${groupWords(group)}.`] : []),
    `Alerts with this dedup key count on it: ${dedupKey}`,
  ];
  const held = later.filter(({ fact }) => HOLDING.has(fact.kind)).slice(-MAX_HELD);
  const said = held.flatMap((event) => threadLine({ event }).blocks ?? []);
  return {
    text: `Why ${incidentKey(number)}`,
    blocks: [section(`${first}\n${told}`), ...written.map(asWritten), ...said],
  };
}

/** In the words of opsknight.yml, where "*" and "_" mean what they are. */
function asWritten(line: string): SectionBlock {
  return { type: 'section', text: outsideLabel(line, MAX_LINE) };
}
