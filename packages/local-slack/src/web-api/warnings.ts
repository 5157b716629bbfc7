import { isJsonObject, type JsonObject } from '../json.ts';
import type { ApiRequest } from './request.ts';

const SPEAKING = new Set(['chat.postMessage', 'chat.postEphemeral', 'chat.update']);

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';

/** Nobody reads blocks to a person who cannot see, or shows them in a notification: that takes `text`. */
const lacksText = ({ text, markdown_text, blocks }: JsonObject) =>
  isGiven(blocks) && !isGiven(text) && !isGiven(markdown_text);

/**
 * What Slack lets pass but does not like (https://docs.slack.dev/apis/web-api/using-the-slack-web-api#responses and the
 * warnings on each method's page).
 */
export function warningsOf(method: string, { args, lacksCharset }: ApiRequest): string[] {
  return [
    ...(lacksCharset ? ['missing_charset'] : []),
    ...(SPEAKING.has(method) && lacksText(args) ? ['missing_text_in_message'] : []),
  ];
}

/** An answer with these warnings, besides those that it has. */
export function warned(answer: JsonObject, warnings: readonly string[]): JsonObject {
  if (warnings.length === 0) return answer;
  const metadata = isJsonObject(answer.response_metadata) ? answer.response_metadata : {};
  const all = [...(Array.isArray(metadata.warnings) ? metadata.warnings : []), ...warnings];
  return { ...answer, warning: all.join(','), response_metadata: { ...metadata, warnings: all } };
}
