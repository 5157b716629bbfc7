import { incidentKey, parseIncidentKey } from '../incidents/types.ts';
import { markdownOf } from '../post-mortems/document.ts';
import { CommandError } from './report.ts';
import { print } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight postmortem INC-42`: the post-mortem of an incident, as Markdown. */
export async function printPostMortem(key: string): Promise<void> {
  const number = parseIncidentKey(key);
  if (number === null) throw new CommandError(`${JSON.stringify(key)} is no incident. Write it like this: INC-42.`);
  await withStorage(async ({ incidents, postMortems }) => {
    const postMortem = await postMortems.get(number);
    if (postMortem) return print(markdownOf(postMortem).trimEnd());
    const isThere = (await incidents.get(number)) !== null;
    throw new CommandError(
      isThere
        ? `${incidentKey(number)} has no post-mortem yet. In Slack, /opsknight postmortem ${incidentKey(number)} begins it.`
        : `There is no incident ${incidentKey(number)}.`,
    );
  });
}
