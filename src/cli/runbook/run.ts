import { IncidentService, type Responders } from '../../incidents/service.ts';
import { incidentKey, parseIncidentKey } from '../../incidents/types.ts';
import { actorName } from '../../words/plain-writer.ts';
import { rejectionSentence } from '../../words/rejections.ts';
import { CommandError } from '../report.ts';
import { say } from '../terminal.ts';
import { withStorage } from '../with-storage.ts';

/** A command on the machine itself asks for no person. */
const NOBODY: Responders = {
  maySee: async () => false,
  mayAct: async () => false,
  mayChoose: async () => false,
  assignee: async () => ({ fit: false, flaw: 'no_account' }),
};

/** `opsknight runbook run`: the running app does its steps. */
export async function runRunbook(name: string, { incident }: { incident: string }): Promise<void> {
  const number = parseIncidentKey(incident);
  if (number === null) throw new CommandError(`${JSON.stringify(incident)} is not an incident: write it like INC-42.`);
  await withStorage(async ({ incidents: store }, _, clock) => {
    const incidents = new IncidentService(store, clock, () => {}, NOBODY);
    const asked = { kind: 'monitor', name: 'opsknight runbook run' } as const;
    const outcome = await incidents.execute(number, { type: 'run_runbook', name }, asked);
    switch (outcome.kind) {
      case 'done':
        say(`${name} is begun for ${incidentKey(number)}; a running OpsKnight does its steps.`);
        return;
      case 'rejected':
        throw new CommandError(rejectionSentence(outcome.rejection, outcome.incident, clock.now(), actorName));
      default:
        throw new CommandError(`There is no ${incidentKey(number)}. Nothing was begun.`);
    }
  });
}
