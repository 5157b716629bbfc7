import { incidentKey } from '../../incidents/types.ts';
import type { ShownProgress } from '../../notifications/kinds/runbook-progress.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { endedSteps, RUN_MARKS, RUN_STANDINGS, STEP_MARKS, stepWords } from '../../words/runbooks.ts';
import { failedStepButtons } from '../interactions/runbook-step-buttons.ts';
import { message } from './blocks.ts';
import { inline } from './mrkdwn.ts';
import { fallbackText } from './rich-text.ts';

const MAX_OUTCOME = 300;
const MAX_NAME = 100;
/** Of more, nobody reads them all here; the incident's page has them. */
const MAX_LINES = 30;

/** "3 of 7", and what did not go as it was to. */
export function runbookProgress(progress: ShownProgress): SlackMessage {
  const [first = '', ...lines] = progressLines(progress);
  const buttons = failedStepButtons(progress);
  const posted = message([first, ...lines].join('\n'), ...(buttons ? [buttons] : []));
  return { ...posted, text: fallbackText(first) };
}

type Lined = Pick<ShownProgress, 'incidentNumber' | 'runbook' | 'state' | 'steps'>;

/** How far it is as a whole, and then a line for each step. */
export function progressLines({ incidentNumber, runbook, state, steps }: Lined): string[] {
  const name = `Runbook *${inline(runbook, MAX_NAME)}* for ${incidentKey(incidentNumber)}`;
  const lines = shownSteps(steps).map((step) => {
    return `${STEP_MARKS[step.state] ?? ''} ${step.place}. ${inline(stepWords(step), MAX_OUTCOME)}`;
  });
  const more = steps.length > lines.length ? [`… and ${steps.length - lines.length} more steps`] : [];
  return [
    `${RUN_MARKS[state]} ${name} ${RUN_STANDINGS[state]}: ${endedSteps(steps)} of ${steps.length}`,
    ...lines,
    ...more,
  ];
}

/** The first, and whatever of the others has failed. */
function shownSteps(steps: ShownProgress['steps']): ShownProgress['steps'] {
  return steps.filter(({ state }, index) => index < MAX_LINES - 5 || state === 'failed').slice(0, MAX_LINES);
}
