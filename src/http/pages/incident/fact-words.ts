import { callSentences } from '../../../words/call.ts';
import type { FactWriter } from '../../../words/timeline.ts';
import { actorName } from '../words.ts';

/** Facts of the timeline on a web page. */
export const PAGE_WRITER: FactWriter = {
  actor: actorName,
  person: (name) => `@${name}`,
  called: (call) => `. ${callSentences(call)}`,
  unpaged: (name, code) => `${name} could not be paged: Slack says “${code}”`,
};
