import type { ModalView } from '@slack/types';
import { type Incident, incidentKey, LIVE_STATUSES } from '../../incidents/types.ts';
import { label, MAX_MODAL_TITLE, outsideLabel, section } from '../cards/blocks.ts';
import { keyAndTitle } from '../cards/incident.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { commandIncident, type Subcommand, twoKeys, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { incidentPicker, offerIncidents, optionFor, readPicked } from './incident-picker.ts';
import { type Interaction, visibleIncident } from './interaction.ts';
import { type FormRequest, INPUT, onSubmission, openForIncident, readMetadata, writeMetadata } from './modal.ts';

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

const MAX_TITLE = 150;

export function linkModal(incident: Incident): ModalView {
  const { number } = incident;
  return {
    type: 'modal',
    callback_id: LINK_VIEW,
    private_metadata: writeMetadata(number),
    title: outsideLabel(`Link ${incidentKey(number)}`, MAX_MODAL_TITLE),
    submit: label('Link'),
    close: label('Cancel'),
    blocks: [
      section(`*${keyAndTitle(incident, MAX_TITLE)}*`),
      incidentPicker({
        blockId: TO_BLOCK,
        label: 'Link with',
        hint: 'Each names the other one to those who may see both. Nothing else changes.',
      }),
    ],
  };
}

/** @param related those that whoever asks may see */
export function unlinkModal(incident: Incident, related: readonly Incident[]): ModalView {
  const { number } = incident;
  const about = section(`*${keyAndTitle(incident, MAX_TITLE)}*`);
  const frame = {
    type: 'modal',
    callback_id: UNLINK_VIEW,
    private_metadata: writeMetadata(number),
    title: outsideLabel(`Links of ${incidentKey(number)}`, MAX_MODAL_TITLE),
  } as const;
  if (related.length === 0) {
    return { ...frame, close: label('Close'), blocks: [about, section('It is linked with nothing that you may see.')] };
  }
  return {
    ...frame,
    submit: label('Remove link'),
    close: label('Cancel'),
    blocks: [
      about,
      {
        type: 'input',
        block_id: FROM_BLOCK,
        label: label('Linked with'),
        element: {
          type: 'static_select',
          action_id: INPUT,
          placeholder: label('Choose an incident'),
          options: related.map(optionFor),
        },
      },
    ],
  };
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
