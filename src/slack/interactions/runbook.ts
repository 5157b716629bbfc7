import { incidentKey, parseIncidentKey } from '../../incidents/types.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { commandIncident, type Subcommand, writeItLikeThis } from './command.ts';

const USAGE = 'runbook run NAME INC-n';
const EXAMPLE = 'runbook run first-ten-minutes INC-42';

/** `/opsknight runbook run first-ten-minutes INC-42`; in the channel of an incident's own without its number. */
export const runbookCommand: Subcommand = {
  name: 'runbook',
  usage: USAGE,
  help: 'start a runbook for an incident',
  changes: true,
  async run(deps, call) {
    const [verb = '', ...words] = call.rest.split(/\s+/);
    const named = parseIncidentKey(words.at(-1) ?? '');
    const isNamed = named !== null && words.length > 1;
    const number = isNamed ? named : await deps.ownChannels.incidentOf(deps.connectionId, call.channelId);
    const name = (isNamed ? words.slice(0, -1) : words).join(' ');
    if (verb.toLowerCase() !== 'run' || name === '' || number === null) {
      await tell(deps, call.asker, writeItLikeThis(USAGE, EXAMPLE));
      return;
    }
    const begun = notice(
      `The runbook is begun for ${incidentKey(number)}; its progress is shown where the incident is.`,
    );
    await commandIncident(deps, call, number, { type: 'run_runbook', name }, begun);
  },
};
