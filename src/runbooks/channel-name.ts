import { filledWith, type RunbookFacts } from '../settings/schema/runbooks/placeholders.ts';

/** https://docs.slack.dev/reference/methods/conversations.create#naming */
const MAX_CHANNEL_NAME = 80;
const ROOM_FOR_ENDING = 4;

/** As Slack lets channels be called, whatever the placeholders stand for. */
export function channelName(template: string, facts: RunbookFacts): string {
  const name = filledWith(template.replace(/^#/, ''), facts)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{Ll}\p{Lo}\p{Nd}_-]+/gu, '-')
    .replace(/-{2,}/g, '-');
  const called = [...name]
    .slice(0, MAX_CHANNEL_NAME - ROOM_FOR_ENDING)
    .join('')
    .replace(/^-|-$/g, '');
  // A title may have no letter that Slack takes.
  return /[^_-]/.test(called) ? called : facts['incident.number'].toLowerCase();
}
