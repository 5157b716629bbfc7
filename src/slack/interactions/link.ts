import type { InputBlock, ModalView } from '@slack/types';
import { type Incident, incidentKey, LIVE_STATUSES } from '../../incidents/types.ts';
import { label, section } from '../cards/blocks.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { commandIncident, type Subcommand, twoKeys, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { incidentModal } from './incident-modal.ts';
import { incidentPicker, offerIncidents, optionFor, readPicked } from './incident-picker.ts';
import { type Interaction, visibleIncident } from './interaction.ts';
import { type FormRequest, INPUT, onSubmission, openForIncident, readMetadata } from './modal.ts';

const LINK_VIEW = 'link_incident_modal';
const UNLINK_VIEW = 'unlink_incident_modal';
const TO_BLOCK = 'link_to';
const FROM_BLOCK = 'unlink_from';

/** Links an incident with another one that has to do with it, and takes such a link away. */
export const link: Interaction = {
  viewId: LINK_VIEW,
  listen(app, deps) {
    offerIncidents(app, deps, TO_BLOCK, [...LIVE_STATUSES, 'RESOLVED']);
    onSubmission(app, deps, { viewId: LINK_VIEW, errorBlock: TO_BLOCK }, (view) => {
      const to = readPicked(view, TO_BLOCK);
      if (to === null) return { errors: { [TO_BLOCK]: 'Choose an incident.' } };
      return { kind: 'command', number: readMetadata(view), command: { type: 'link', to } };
    });
  },
};

export const unlink: Interaction = {
  viewId: UNLINK_VIEW,
  listen(app, deps) {
    onSubmission(app, deps, { viewId: UNLINK_VIEW, errorBlock: FROM_BLOCK }, (view) => {
      const to = readPicked(view, FROM_BLOCK);
      if (to === null) return { errors: { [FROM_BLOCK]: 'Choose an incident.' } };
      return { kind: 'command', number: readMetadata(view), command: { type: 'unlink', to } };
    });
  },
};

export function askWhatToLink(deps: Deps, request: FormRequest, number: number): Promise<void> {
  return openForIncident(deps, request, { kind: 'link', number }, linkModal, { evenResolved: true });
}

export function askWhatToUnlink(deps: Deps, request: FormRequest, number: number): Promise<void> {
  const { slackUserId } = request.asker;
  const view = async (incident: Incident) => {
    const related = await Promise.all(incident.related.map((one) => visibleIncident(deps, slackUserId, one)));
    return unlinkModal(
      incident,
      related.filter((one) => one !== null),
    );
  };
  return openForIncident(deps, request, { kind: 'unlink', number }, view, { evenResolved: true });
}

export function linkModal(incident: Incident): ModalView {
  return incidentModal(incident, {
    viewId: LINK_VIEW,
    title: (key) => `Link ${key}`,
    submit: 'Link',
    blocks: [
      incidentPicker({
        blockId: TO_BLOCK,
        label: 'Link with',
        hint: 'The page of each links to the other one, for those who may see both. Nothing else changes.',
      }),
    ],
  });
}

/** @param related those that whoever asks may see */
export function unlinkModal(incident: Incident, related: readonly Incident[]): ModalView {
  const frame = { viewId: UNLINK_VIEW, title: (key: string) => `Links of ${key}` };
  if (related.length === 0) {
    const nothing = section('It is linked with nothing that you may see.');
    return incidentModal(incident, { ...frame, submit: null, blocks: [nothing] });
  }
  const picked: InputBlock = {
    type: 'input',
    block_id: FROM_BLOCK,
    label: label('Linked with'),
    element: {
      type: 'static_select',
      action_id: INPUT,
      placeholder: label('Choose an incident'),
      options: related.map(optionFor),
    },
  };
  return incidentModal(incident, { ...frame, submit: 'Remove link', blocks: [picked] });
}

/** A command about two incidents. */
function pairCommand(
  name: 'link' | 'unlink',
  help: string,
  success: (number: number, other: number) => string,
): Subcommand {
  const usage = `${name} INC-n INC-m`;
  return {
    name,
    usage,
    help,
    changes: true,
    async run(deps, call) {
      const keys = twoKeys(call.rest);
      if (!keys) return tell(deps, call.asker, writeItLikeThis(usage, `${name} INC-43 INC-42`));
      const [number, to] = keys;
      await commandIncident(deps, call, number, { type: name, to }, notice(success(number, to)));
    },
  };
}

export const linkCommand = pairCommand(
  'link',
  'link two incidents that have to do with each other',
  (number, other) => `${incidentKey(number)} and ${incidentKey(other)} are linked now.`,
);

export const unlinkCommand = pairCommand(
  'unlink',
  'remove such a link',
  (number, other) => `${incidentKey(number)} and ${incidentKey(other)} aren’t linked any more.`,
);
