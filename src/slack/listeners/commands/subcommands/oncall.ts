import { onCall } from '../../../ui/oncall.ts';
import { tell } from '../../answers.ts';
import { seeingRefused } from '../../seeing.ts';
import type { Subcommand } from '../subcommand.ts';

export const oncall: Subcommand = {
  name: 'oncall',
  usage: 'oncall',
  help: 'who is on call now',
  async run(parts, { asker }) {
    const refusal = await seeingRefused(parts, asker.slackUserId);
    await tell(parts, asker, refusal ?? onCall(await parts.settings.scheduleNames()));
  },
};
