import type { KnownBlock, ModalView } from '@slack/types';
import type { Incident } from '../../incidents/types.ts';
import type { RunProgress } from '../../runbooks/types.ts';
import type { RunbookEntry } from '../../settings/schema/runbooks/runbook.ts';
import { label, outsideLabel, section } from '../cards/blocks.ts';
import { progressLines } from '../cards/runbook-progress.ts';
import type { Deps } from './deps.ts';
import { incidentModal } from './incident-modal.ts';
import { type ControlRequest, type Interaction, visibleIncident } from './interaction.ts';
import { type FormRequest, INPUT, inputOf, onSubmission, openForIncident, readMetadata } from './modal.ts';
import { failedStepButtons } from './runbook-step-buttons.ts';

const VIEW = 'runbooks_incident_modal';
const RUNBOOK_BLOCK = 'runbook';
/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select */
const MAX_OPTIONS = 100;
const MAX_LABEL = 75;
/** The latest are what people look for. */
const MAX_RUNS = 5;

/** The runbooks of an incident: how far they are, and which can be begun. */
export const runbooks: Interaction = {
  viewId: VIEW,
  listen(app, deps) {
    onSubmission(app, deps, { viewId: VIEW, errorBlock: RUNBOOK_BLOCK }, (view) => {
      const name = inputOf(view, RUNBOOK_BLOCK).selected_option?.value;
      if (!name) return { errors: { [RUNBOOK_BLOCK]: 'Choose a runbook.' } };
      return { kind: 'command', number: readMetadata(view), command: { type: 'run_runbook', name } };
    });
  },
};

export function askForRunbook(deps: Deps, request: FormRequest, number: number): Promise<void> {
  const view = (incident: Incident) => current(deps, incident);
  return openForIncident(deps, request, { kind: 'runbook', number }, view, { evenResolved: true });
}

/** The modal shows the steps as they were. */
export async function renewRunbooks(deps: Deps, { body }: ControlRequest, number: number): Promise<void> {
  if (body.view?.callback_id !== VIEW) return;
  const incident = await visibleIncident(deps, body.user.id, number);
  if (!incident) return;
  const { id, private_metadata } = body.view;
  await deps.interactive.views.update({ view_id: id, view: { ...(await current(deps, incident)), private_metadata } });
}

async function current({ runbooks }: Deps, incident: Incident): Promise<ModalView> {
  const [all, runs] = await Promise.all([runbooks.runbooks(), runbooks.progress(incident.number)]);
  return runbooksModal(incident, all, runs);
}

export function runbooksModal(
  incident: Incident,
  all: readonly Pick<RunbookEntry, 'name' | 'description'>[],
  runs: readonly RunProgress[],
): ModalView {
  const shown = [...runs].reverse().slice(0, MAX_RUNS);
  const going = new Set(
    runs.flatMap(({ runbook, state }) => (state === 'running' || state === 'waiting' ? [runbook] : [])),
  );
  const free = all.filter(({ name }) => !going.has(name)).slice(0, MAX_OPTIONS);
  const options = free.map(({ name, description }) => ({
    text: outsideLabel(name, MAX_LABEL),
    value: name,
    ...(description !== null && { description: outsideLabel(description, MAX_LABEL) }),
  }));
  const none =
    all.length === 0 ? 'There are no runbooks: they are a section of opsknight.yml.' : 'All of them are at work.';
  return incidentModal(incident, {
    viewId: VIEW,
    title: (key) => `Runbooks of ${key}`,
    submit: options.length === 0 ? null : 'Run',
    words: options.length === 0 ? none : '',
    blocks: [
      ...(options.length === 0
        ? []
        : [
            {
              type: 'input' as const,
              block_id: RUNBOOK_BLOCK,
              label: label('Runbook'),
              element: { type: 'static_select' as const, action_id: INPUT, options, placeholder: label('Choose one') },
            },
          ]),
      ...shown.flatMap((run) => runBlocks(incident.number, run)),
    ],
  });
}

function runBlocks(incidentNumber: number, { runbook, state, steps }: RunProgress): KnownBlock[] {
  const progress = { incidentNumber, runbook, state, steps };
  const buttons = failedStepButtons(progress);
  return [section(progressLines(progress).join('\n')), ...(buttons ? [buttons] : [])];
}
