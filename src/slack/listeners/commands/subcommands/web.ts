import { webLink } from '../../../ui/notices.ts';
import { tell } from '../../answers.ts';
import { seeingRefused } from '../../seeing.ts';
import type { Subcommand } from '../subcommand.ts';

export const web: Subcommand = {
  name: 'web',
  usage: 'web',
  help: 'a personal link that signs you in to the incident pages',
  async run(parts, { asker }) {
    const { slackUserId } = asker;
    const refusal = await seeingRefused(parts, slackUserId);
    if (refusal) return tell(parts, asker, refusal);
    const url = await parts.signIn.create({ connectionId: parts.connectionId, slackUserId }, '/incidents');
    await tell(parts, asker, webLink(url));
  },
};
