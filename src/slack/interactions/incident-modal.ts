import type { ModalView } from '@slack/types';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import { label, MAX_MODAL_TITLE, outsideLabel, section } from '../cards/blocks.ts';
import { keyAndTitle } from '../cards/incident.ts';
import { writeMetadata } from './modal.ts';

const MAX_TITLE = 150;

interface IncidentModal {
  viewId: string;
  /** Of the modal, from the incident's key. */
  title(key: string): string;
  /** What is on its button; null for a modal that only says something. */
  submit: string | null;
  /** What is said below the incident's title, as mrkdwn. */
  words?: string;
  blocks: ModalView['blocks'];
}

/** The incident, as its forms name it. */
export function boldTitle(incident: Incident): string {
  return `*${keyAndTitle(incident, MAX_TITLE)}*`;
}

/** A form about one incident, which it names. */
export function incidentModal(
  incident: Incident,
  { viewId, title, submit, words = '', blocks }: IncidentModal,
): ModalView {
  const { number } = incident;
  const about = boldTitle(incident);
  return {
    type: 'modal',
    callback_id: viewId,
    private_metadata: writeMetadata(number),
    title: outsideLabel(title(incidentKey(number)), MAX_MODAL_TITLE),
    ...(submit !== null && { submit: label(submit) }),
    close: label(submit === null ? 'Close' : 'Cancel'),
    blocks: [section(words === '' ? about : `${about}\n${words}`), ...blocks],
  };
}
