import type { RunProgress } from '../../../runbooks/types.ts';
import { endedSteps, RUN_STANDINGS, STEP_MARKS, stepWords } from '../../../words/runbooks.ts';
import { Ago } from '../time.tsx';
import { fitting, ROOM } from '../words.ts';
import { resumeForms } from './actions/runbooks.tsx';
import type { IncidentContent } from './content.ts';

/** How far runbooks are, and what came of each step. */
export function Runbooks(content: IncidentContent) {
  if (content.runs.length === 0) return null;
  return (
    <section id="runbooks" aria-labelledby="runbooks-title">
      <h2 id="runbooks-title">Runbooks</h2>
      {content.runs.map((run) => (
        <Run content={content} run={run} />
      ))}
    </section>
  );
}

function Run({ content, run }: { content: IncidentContent; run: RunProgress }) {
  const { runId, runbook, state, steps, startedAt } = run;
  return (
    <div id={`run-${runId}`}>
      <p>
        <strong>{fitting(runbook, ROOM.names)}</strong> {RUN_STANDINGS[state]}: {endedSteps(steps)} of {steps.length},
        begun <Ago at={startedAt} frame={content.frame} />
      </p>
      <ul class="plain">
        {steps.map((step) => (
          <li>
            {STEP_MARKS[step.state]} {step.place}. {fitting(stepWords(step), ROOM.names)}
            {step.state === 'failed' && state !== 'cancelled' && resumeForms(content, step)}
          </li>
        ))}
      </ul>
    </div>
  );
}
