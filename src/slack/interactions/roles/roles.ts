import type { ModalView } from '@slack/types';
import type { AskedCommand } from '../../../incidents/commands.ts';
import { roleNamed } from '../../../incidents/roles.ts';
import { type Incident, incidentKey } from '../../../incidents/types.ts';
import type { SlackMessage } from '../../../notifications/message.ts';
import { holdingWords, roleLabel, roleWord } from '../../../words/roles.ts';
import { label } from '../../cards/blocks.ts';
import { asTyped, mrkdwn } from '../../cards/mrkdwn.ts';
import { actorName } from '../../cards/names.ts';
import { notice } from '../../cards/replies.ts';
import { tell } from '../answers.ts';
import { commandIncident, readMention, type Subcommand, writeItLikeThis } from '../command.ts';
import type { Deps } from '../deps.ts';
import { incidentModal } from '../incident-modal.ts';
import { type Interaction, visibleIncident } from '../interaction.ts';
import {
  type FormRequest,
  INPUT,
  inputOf,
  onSubmission,
  openForIncident,
  readMetadata,
  type SubmittedView,
} from '../modal.ts';

const VIEW = 'role_incident_modal';
const ROLE_BLOCK = 'role';
const PERSON_BLOCK = 'role_person';
/** What the command says instead of a person. */
const NOBODY: ReadonlySet<string> = new Set(['nobody', 'none', '-']);

/** Gives somebody a role in an incident: oneself at once, another one when they accept; or nobody. */
export const roles: Interaction = {
  viewId: VIEW,
  listen(app, deps) {
    onSubmission(app, deps, { viewId: VIEW, errorBlock: PERSON_BLOCK }, (view) => {
      const command = readRoleModal(view);
      if (!command) return { errors: { [ROLE_BLOCK]: 'Choose a role.' } };
      return { kind: 'command', number: readMetadata(view), command };
    });
  },
};

export function askForRole(deps: Deps, request: FormRequest, number: number): Promise<void> {
  const view = async (incident: Incident) => {
    return roleModal(incident, await deps.views.roleNames(incident), request.asker.slackUserId);
  };
  return openForIncident(deps, request, { kind: 'role', number }, view);
}

/** @param slackUserId who is chosen at first: whoever asks */
export function roleModal(incident: Incident, names: readonly string[], slackUserId: string): ModalView {
  const held = incident.roles.map((one) => `*${mrkdwn(roleLabel(one.role))}* ${holdingWords(one, actorName)}`);
  const options = names.map((name) => ({ text: label(roleLabel(name)), value: name }));
  return incidentModal(incident, {
    viewId: VIEW,
    title: (key) => `Roles of ${key}`,
    submit: 'Set role',
    words: held.length === 0 ? 'Nobody has a role yet.' : held.join('\n'),
    blocks: [
      {
        type: 'input',
        block_id: ROLE_BLOCK,
        label: label('Role'),
        element: { type: 'static_select', action_id: INPUT, options, placeholder: label('Choose a role') },
      },
      {
        type: 'input',
        block_id: PERSON_BLOCK,
        optional: true,
        label: label('Who'),
        hint: label(
          'You have it at once. Another one is asked by direct message, and has it when they accept. Empty: nobody has it any more.',
        ),
        element: { type: 'users_select', action_id: INPUT, initial_user: slackUserId },
      },
    ],
  });
}

export function readRoleModal(view: SubmittedView): AskedCommand | null {
  const role = inputOf(view, ROLE_BLOCK).selected_option?.value;
  const slackUserId = inputOf(view, PERSON_BLOCK).selected_user;
  if (!role) return null;
  return slackUserId ? { type: 'assign_role', role, to: { slackUserId } } : { type: 'end_role', role };
}

export const roleCommand: Subcommand = {
  name: 'role',
  usage: 'role INC-n [role] [@user]',
  help: 'give somebody a role, such as commander; without a name, take it yourself; “nobody” ends it',
  changes: true,
  async run(deps, call) {
    const { asker, escaped, triggerId, ack } = call;
    const { slackUserId, rest } = readMention(escaped);
    const { number, words } = takeNumber(asTyped(rest));
    if (number === null) return tell(deps, asker, writeItLikeThis(roleCommand.usage, 'role commander @bob INC-42'));
    if (words === '') return askForRole(deps, { asker, triggerId, inView: null, ack }, number);
    const [last = ''] = words.split(/\s+/).slice(-1);
    const isNobody = slackUserId === null && NOBODY.has(last.toLowerCase());
    const name = isNobody ? words.slice(0, -last.length).trim() : words;
    const incident = await visibleIncident(deps, asker.slackUserId, number);
    const role = (incident && roleNamed(await deps.views.roleNames(incident), name)) ?? name;
    if (isNobody) {
      const ended = notice(`Nobody is ${mrkdwn(roleWord(role))} of ${incidentKey(number)} now.`);
      return commandIncident(deps, call, number, { type: 'end_role', role }, ended);
    }
    const to = { slackUserId: slackUserId ?? asker.slackUserId };
    const success = given(number, role, to.slackUserId === asker.slackUserId);
    await commandIncident(deps, call, number, { type: 'assign_role', role, to }, success);
  },
};

function given(number: number, role: string, isOwn: boolean): SlackMessage {
  const what = `${mrkdwn(roleWord(role))} of ${incidentKey(number)}`;
  return notice(isOwn ? `You are ${what} now.` : `They are asked to be ${what}, and are when they accept.`);
}

/** The incident that is named, wherever it stands; of two the last, since the first may be that of the channel. */
function takeNumber(text: string): { number: number | null; words: string } {
  const keys = [...text.matchAll(/(?<!\S)INC-([1-9]\d{0,14})(?!\S)/gi)];
  const words = keys.reduce((left, [key]) => left.replace(key, ' '), text);
  const last = keys.at(-1)?.[1];
  return { number: last === undefined ? null : Number(last), words: words.replace(/\s+/g, ' ').trim() };
}
