import { z } from 'zod';
import { duration, email, optional, urgency } from '../values.ts';
import { blocks } from './blocks.ts';
import { unknownPlaceholders } from './placeholders.ts';

/** Slack shows no more: https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const MAX_MESSAGE = 3_000;
const MAX_SHORT = 200;
const MAX_PEOPLE = 50;

/** A text with places such as `[incident.id]`. */
function template(most: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most, `is longer than ${most} characters`)
    .superRefine((text, context) => {
      for (const message of unknownPlaceholders(text)) context.addIssue(message);
    });
}

/** "#name", an id, or "#[incident.channel]". */
const channel = template(MAX_SHORT).superRefine((text, context) => {
  if (/^#\[incident\.channel\]$|^#[^\s#,.:;!?'"`()<>[\]]{1,80}$|^[CG][A-Z0-9]{7,}$/u.test(text)) return;
  context.addIssue(
    `${JSON.stringify(text)} is not a channel: write "#name", "#[incident.channel]", or a channel id such as C0123456789`,
  );
});

/** How Slack lets channels be called, besides what the placeholders stand for. */
const channelName = template(MAX_SHORT).superRefine((text, context) => {
  const letters = text.replace(/\[[^[\]]*\]/g, '').replace(/^#/, '');
  if (/^[\p{Ll}\p{Lo}\p{Nd}_-]*$/u.test(letters)) return;
  context.addIssue(
    'must be as Slack lets channels be called: lower case letters, digits, - and _, without spaces, besides placeholders',
  );
});

/** "@oncall", "@a-user-group", an e-mail address, somebody's name, or "schedule:NAME". */
const person = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(MAX_SHORT, `is longer than ${MAX_SHORT} characters`)
  .superRefine((text, context) => {
    if (!text.startsWith('@') || /^@[\p{L}\p{N}._-]+$/u.test(text)) return;
    context.addIssue(`${JSON.stringify(text)} is nobody: write "@oncall", "@user-group", an e-mail address or a name`);
  });

const people = z.array(person).max(MAX_PEOPLE, `must be ${MAX_PEOPLE} at most`);

/** What a message says. */
const message = { channel, message: template(MAX_MESSAGE), blocks: optional(blocks) };

/** What steps of runbooks do, with what each is to be told. */
export const OPERATIONS = {
  /** Makes the incident's own channel; one that it has is used. */
  'slack.create_channel': z.strictObject({
    name: channelName,
    description: optional(template(MAX_SHORT)),
    add_users: people.default([]),
  }),
  'slack.send_message': z.strictObject(message),
  /** A message whose thread hears what becomes of the incident, if it is to. */
  'slack.create_thread': z.strictObject({ ...message, thread_updates: z.boolean().default(false) }),
  add_note: z.strictObject({ text: template(MAX_MESSAGE) }),
  assign: z.strictObject({ to: email }),
  set_urgency: z.strictObject({ urgency }),
  /** Goes on after so long; with `until`, as soon as that has happened. */
  wait: z.strictObject({ at_most: duration, until: optional(z.enum(['acknowledged', 'resolved'])) }),
} as const;

export type OperationName = keyof typeof OPERATIONS;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** What a step of a runbook does. */
export type Step = { [Name in OperationName]: { action: Name } & z.output<(typeof OPERATIONS)[Name]> }[OperationName];
