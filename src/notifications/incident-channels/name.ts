/** Slack's limit (https://docs.slack.dev/reference/methods/conversations.create#naming). */
const MAX_NAME = 80;

/** So many names are tried before it is given up. */
export const MAX_TAKEN_NAMES = 9;

/**
 * What the channel of an incident is called: `inc-42-payment-api`, as Slack lets channels be called.
 * @param taken how many names were taken: `inc-42-payment-api-2` is the first one after that.
 */
export function ownChannelName(number: number, service: string | null, taken: number): string {
  const end = taken === 0 ? '' : `-${taken + 1}`;
  const whole = slug(`inc-${number} ${service ?? ''}`);
  return withoutDash(cutTo(MAX_NAME - end.length, whole)) + end;
}

function slug(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{Ll}\p{Lo}\p{Nd}]+/gu, '-');
}

/** At the end, where a slug has one at most. */
function withoutDash(text: string): string {
  return text.endsWith('-') ? text.slice(0, -1) : text;
}

/** In units of UTF-16, on a code-point boundary. */
function cutTo(limit: number, text: string): string {
  let cut = '';
  for (const character of text) {
    if (cut.length + character.length > limit) break;
    cut += character;
  }
  return cut;
}
