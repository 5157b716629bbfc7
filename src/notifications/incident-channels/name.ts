/** Slack's limit (https://docs.slack.dev/reference/methods/conversations.create#naming). */
const MAX_NAME = 80;

/** So many names are tried before it is given up. */
export const MAX_TAKEN_NAMES = 9;

/**
 * What the channel of an incident is called, as Slack lets channels be called: `inc-42-payment-api`.
 * @param template `inc-{number}-{service}`
 * @param taken how many names were taken: `inc-42-payment-api-2` is the first one after that.
 */
export function ownChannelName(
  template: string,
  { number, service, taken }: { number: number; service: string | null; taken: number },
): string {
  const end = taken === 0 ? '' : `-${taken + 1}`;
  const fill = (name: string) => tidied(template.replace('{number}', String(number)).replace('{service}', () => name));
  // The number stays, however long the service's name is.
  const left = MAX_NAME - end.length - fill('').length - '-'.length;
  return fill(cutTo(left, slug(service ?? ''))) + end;
}

function slug(text: string): string {
  return tidied(
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{Ll}\p{Lo}\p{Nd}]+/gu, '-'),
  );
}

/** Without the dashes that stand around what is left out: one at most stays anywhere, none at the ends. */
function tidied(text: string): string {
  return text.replace(/-{2,}/g, '-').replace(/^-|-$/g, '');
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
