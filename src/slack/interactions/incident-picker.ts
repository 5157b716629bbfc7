import type { App } from '@slack/bolt';
import type { InputBlock, PlainTextOption } from '@slack/types';
import { type Incident, incidentKey, parseIncidentKey, type Status } from '../../incidents/types.ts';
import { keyAndTitle, markedStatus } from '../../words/incident.ts';
import { oneLine } from '../../words/text.ts';
import { label, MAX_OPTION_TEXT, outsideLabel } from '../cards/blocks.ts';
import type { Deps } from './deps.ts';
import { visibleIncident } from './interaction.ts';
import { INPUT, inputOf, readMetadata, type SubmittedView } from './modal.ts';

/** More than anybody looks through: they type another word. Slack takes 100. */
const MAX_OFFERED = 50;
/** As much of what somebody types as is looked for. */
const MAX_QUERY = 100;

interface Picker {
  blockId: string;
  label: string;
  hint: string;
}

/** Asks for another incident, which is found by its number or by words of its title. */
export function incidentPicker({ blockId, ...words }: Picker): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: label(words.label),
    hint: label(words.hint),
    element: {
      type: 'external_select',
      action_id: INPUT,
      placeholder: label('Search by number or title'),
      min_query_length: 0,
      focus_on_load: true,
    },
  };
}

/** Null for none. */
export function readPicked(view: SubmittedView, blockId: string): number | null {
  return parseIncidentKey(inputOf(view, blockId).selected_option?.value ?? '');
}

/** Offers what somebody may choose while they type: what they may see, and never the incident of the form. @param ownOf null for a form of none */
export function offerIncidents(
  app: App,
  deps: Deps,
  blockId: string,
  statuses: readonly Status[],
  ownOf: ((view: { private_metadata: string }) => number) | null = readMetadata,
): void {
  const constraints = { type: 'block_suggestion', block_id: blockId, action_id: INPUT } as const;
  app.options<'block_suggestion'>(constraints, async ({ ack, body, options }) => {
    const own = body.view && ownOf ? ownOf(body.view) : null;
    const found = await search(deps, body.user.id, options.value.trim().slice(0, MAX_QUERY), statuses);
    await ack({
      options: found
        .filter(({ number }) => number !== own)
        .slice(0, MAX_OFFERED)
        .map(optionFor),
    });
  });
}

/** By words of the title; the incident whose number comes first, as in what is offered, is the first of them. */
async function search(deps: Deps, slackUserId: string, text: string, statuses: readonly Status[]): Promise<Incident[]> {
  const number = parseIncidentKey(text.split(/[\s:]/, 1)[0] ?? '');
  const named = number === null ? null : await visibleIncident(deps, slackUserId, number);
  const viewer = await deps.membership.viewer(slackUserId);
  const filter = { statuses, viewer, ...(text !== '' && { text }) };
  // What is open has an index of its own.
  const list = statuses.includes('RESOLVED') ? deps.incidents.newest : deps.incidents.mostUrgent;
  const { incidents } = await list(filter, MAX_OFFERED + 1, null);
  if (!named || !statuses.includes(named.state.status)) return incidents;
  return [named, ...incidents.filter((one) => one.number !== named.number)];
}

/** An incident to choose; of one that is not open it says so. */
export function optionFor({ number, title, state }: Incident): PlainTextOption {
  const status = state.status === 'OPEN' ? '' : ` (${markedStatus(state.status)})`;
  const words = outsideLabel(oneLine(keyAndTitle(number, title)), MAX_OPTION_TEXT - status.length);
  return { text: { ...words, text: `${words.text}${status}` }, value: incidentKey(number) };
}
