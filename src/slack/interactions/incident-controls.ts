import type { ActionsBlock } from '@slack/types';
import type { Incident } from '../../incidents/types.ts';
import { actions } from '../cards/blocks.ts';
import { acknowledge } from './acknowledge.ts';
import type { IncidentControl } from './interaction.ts';
import { undoMerge } from './merge.ts';
import { more } from './more.ts';
import { resolve } from './resolve.ts';
import { snooze } from './snooze.ts';
import { view } from './view.ts';

/** What can be done with an incident, in the order in which it is shown. Slack takes 25 in a row. */
export const INCIDENT_CONTROLS: readonly IncidentControl[] = [acknowledge, resolve, snooze, undoMerge, view, more];

/** The same buttons on an incident's card, in lists and on the Home tab, as far as they are of use now. */
export function incidentButtons(incident: Incident, pageUrl: string): ActionsBlock {
  return actions(...INCIDENT_CONTROLS.flatMap(({ control }) => control(incident, pageUrl) ?? []));
}
