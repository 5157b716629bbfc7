import { webLink } from '../../../ui/notices.ts';
import { tell } from '../../answers.ts';
import type { Subcommand } from '../subcommand.ts';

export const web: Subcommand = {
  name: 'web',
  usage: 'web',
  help: 'a personal link that signs you in to the incident pages',
  async run(parts, { asker }) {
    const { slackUserId } = asker;
    const url = await parts.signIn.create({ connectionId: parts.connectionId, slackUserId }, '/incidents');
    await tell(parts, asker, webLink(url));
  },
};
