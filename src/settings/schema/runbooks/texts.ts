import { z } from 'zod';
import { isChannelId } from '../../../people/page-target.ts';
import { unknownPlaceholders } from './placeholders.ts';

/** Slack shows no more: https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
export const MAX_MESSAGE = 3_000;
export const MAX_SHORT = 200;
const MAX_PEOPLE = 50;

/** A text with places such as `[incident.id]`. */
export function template(most: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most, `is longer than ${most} characters`)
    .superRefine((text, context) => {
      for (const message of unknownPlaceholders(text)) context.addIssue(message);
    });
}

/** What stands for the channel that the incident is worked on in. */
export const OWN_CHANNEL = '#[incident.channel]';

/** "#name", an id, or "#[incident.channel]". */
export const channel = template(MAX_SHORT).superRefine((text, context) => {
  if (/^#\[incident\.channel\]$|^#[^\s#,.:;!?'"`()<>[\]]{1,80}$/u.test(text) || isChannelId(text)) return;
  context.addIssue(
    `${JSON.stringify(text)} is not a channel: write "#name", "#[incident.channel]", or a channel id such as C0123456789`,
  );
});

/** How Slack lets channels be called, besides what the placeholders stand for. */
export const channelName = template(MAX_SHORT).superRefine((text, context) => {
  const letters = text.replace(/\[[^[\]]*\]/g, '').replace(/^#/, '');
  if (/^[\p{Ll}\p{Lo}\p{Nd}_-]*$/u.test(letters)) return;
  context.addIssue(
    'must be as Slack lets channels be called: lower case letters, digits, - and _, without spaces, besides placeholders',
  );
});

/** "@oncall", "@a-user-group", an e-mail address, somebody's name, "schedule:NAME", or "[each.email]". */
export const person = template(MAX_SHORT).superRefine((text, context) => {
  if (!text.startsWith('@') || /^@[\p{L}\p{N}._-]+$/u.test(text)) return;
  context.addIssue(`${JSON.stringify(text)} is nobody: write "@oncall", "@user-group", an e-mail address or a name`);
});

export const people = z.array(person).max(MAX_PEOPLE, `must be ${MAX_PEOPLE} at most`);
export const somePeople = people.min(1, 'must name at least one');

/** What later steps call the result of a step by. */
export const resultName = z
  .string()
  .trim()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'must be lower case letters, digits and _, and begin with a letter, such as failover',
  );
