import { incidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { unknownIncident } from '../../words/rejections.ts';
import { actions, button, message } from '../cards/blocks.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import type { Subcommand } from './command.ts';
import type { Deps } from './deps.ts';
import {
  askerOf,
  type ControlRequest,
  type IncidentControl,
  incidentButton,
  incidentValue,
  onIncidentButton,
  visibleIncident,
} from './interaction.ts';

const ACTION = 'view_incident';
const SIGN_IN = 'open_sign_in_link';

/** The link opens the page in the browser; whoever isn't signed in there gets a personal link to do so. */
export const view: IncidentControl = {
  actionIds: [ACTION, SIGN_IN],
  control: ({ number }, pageUrl) => viewButton(number, pageUrl),
  listen(app, deps) {
    onIncidentButton(app, ACTION, (request, number) => viewIncident(deps, request, number));
    // It only leads somewhere: the browser follows the link, and Slack still wants an answer.
    app.action({ type: 'block_actions', action_id: SIGN_IN }, async ({ ack }) => ack());
  },
};

export function viewButton(number: number, pageUrl: string) {
  return { ...incidentButton(ACTION, 'View in OpsKnight', number), url: pageUrl };
}

export async function viewIncident(deps: Deps, request: ControlRequest, number: number): Promise<void> {
  await request.ack();
  const asker = askerOf(request);
  const { slackUserId } = asker;
  const person = { connectionId: deps.connectionId, slackUserId };

  const incident = await visibleIncident(deps, slackUserId, number);
  if (!incident) return tell(deps, asker, notice(unknownIncident(number)));
  const path = `/incidents/${number}`;
  if (!(await deps.signIn.isNeeded(person, path))) return;
  await tell(deps, asker, signInLink(number, await deps.signIn.create(person, path)));
}

export const webCommand: Subcommand = {
  name: 'web',
  usage: 'web',
  help: 'a personal link that signs you in to the incident pages',
  async run(deps, { asker }) {
    const person = { connectionId: deps.connectionId, slackUserId: asker.slackUserId };
    await tell(deps, asker, personalLink('OpsKnight', 'web', await deps.signIn.create(person, '/incidents')));
  },
};

/** Shown when a person presses View without having signed in. `url` works once, for 10 minutes. */
export function signInLink(number: number, url: string): SlackMessage {
  return personalLink(incidentKey(number), incidentValue(number), url);
}

function personalLink(what: string, value: string, url: string): SlackMessage {
  const words = `Open ${what} in your browser. This link is yours alone: it works once, for 10 minutes.`;
  const open = { ...button(SIGN_IN, `Open ${what}`, value), url };
  return message(words, actions({ ...open, style: 'primary' }));
}
