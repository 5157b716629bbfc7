import { IANAZone } from 'luxon';
import { incidentKey, parseIncidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { unknownIncident } from '../../words/rejections.ts';
import { actions, button, message } from '../cards/blocks.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { type Interaction, incidentValue, visibleIncident } from './interaction.ts';
import { refused } from './refusal.ts';

const OPEN = 'open_post_mortem';

/** The button of the answer only leads somewhere; Slack still wants an answer. */
export const postMortem: Interaction = {
  actionIds: [OPEN],
  listen(app) {
    app.action({ type: 'block_actions', action_id: OPEN }, async ({ ack }) => ack());
  },
};

/** Begins the post-mortem of an incident, unless there is one, and leads to its page. */
export const postMortemCommand: Subcommand = {
  name: 'postmortem',
  usage: 'postmortem INC-n',
  help: 'write the post-mortem of an incident, beginning with its timeline',
  async run(deps, { asker, rest }) {
    const { slackUserId } = asker;
    const number = parseIncidentKey(rest);
    if (number === null) return tell(deps, asker, writeItLikeThis(postMortemCommand.usage, 'postmortem INC-42'));
    const incident = await visibleIncident(deps, slackUserId, number);
    if (!incident) return tell(deps, asker, notice(unknownIncident(number)));
    const refusal = await deps.actions.refusalOf(slackUserId);
    if (refusal) return tell(deps, asker, refused(refusal));
    const by = await deps.actions.actor(slackUserId);
    const begun = by && (await deps.postMortems.begin(incident, by, await zoneOf(deps, slackUserId)));
    if (!begun)
      return tell(deps, asker, notice(`You may look at ${incidentKey(number)}, and not change anything about it.`));
    const person = { connectionId: deps.connectionId, slackUserId };
    const path = `/incidents/${number}/postmortem`;
    const isNeeded = await deps.signIn.isNeeded(person, path);
    const url = isNeeded ? await deps.signIn.create(person, path) : `${deps.views.pageUrl(number)}/postmortem`;
    await tell(deps, asker, answer(number, url, isNeeded));
  },
};

function answer(number: number, url: string, isPersonal: boolean): SlackMessage {
  const words = `📄 The post-mortem of ${incidentKey(number)} is there to be written.`;
  const personal = isPersonal ? ' The link signs you in, and is yours alone: it works once, for 10 minutes.' : '';
  return message(
    words + personal,
    actions({ ...button(OPEN, 'Open the post-mortem', incidentValue(number)), url, style: 'primary' }),
  );
}

/** The zone that its times are in. */
async function zoneOf({ people }: Deps, slackUserId: string): Promise<string> {
  const { user, identity } = await people.person(slackUserId);
  const zone = user?.timezone ?? identity.timezone;
  return zone !== null && IANAZone.isValidZone(zone) ? zone : 'UTC';
}
