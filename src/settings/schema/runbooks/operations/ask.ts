import { z } from 'zod';
import { parseDuration } from '../../../duration.ts';
import { duration, optional } from '../../values.ts';
import { operation } from '../operation.ts';
import { channel, MAX_MESSAGE, OWN_CHANNEL, people, resultName, template } from '../texts.ts';
import { isLeftOut } from './say.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element: what still fits on a button */
const MAX_CHOICE = 40;
const MAX_CHOICES = 5;

const choice = z.string().trim().min(1, 'must not be empty').max(MAX_CHOICE, `is longer than ${MAX_CHOICE} characters`);

/** Asks people, with a button for each answer. */
export const ask = operation({
  label: 'Question',
  scopes: [],
  schema: z
    .strictObject({
      question: template(MAX_MESSAGE),
      choices: z
        .array(choice)
        .min(2, 'must be two at least')
        .max(MAX_CHOICES, `must be ${MAX_CHOICES} at most`)
        .default(['Yes', 'No']),
      /** Who may answer; everybody who may work on the incident, without it. */
      to: people.default([]),
      channel: channel.default(OWN_CHANNEL),
      at_most: duration.default('10m'),
      /** What counts when nobody has answered by then. */
      default: optional(choice),
      as: optional(resultName),
    })
    .superRefine(({ choices, default: otherwise }, context) => {
      const flaw = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      if (new Set(choices.map((one) => one.toLowerCase())).size < choices.length) {
        flaw('choices', 'has the same answer twice');
      }
      if (otherwise !== null && !choices.includes(otherwise)) {
        flaw('default', `is ${JSON.stringify(otherwise)}, which is none of the choices: ${choices.join(', ')}`);
      }
    }),
  rehearse({ question, choices, to, channel, at_most, default: otherwise }, rehearsal) {
    const { fill, people } = rehearsal;
    if (isLeftOut(channel, rehearsal)) {
      return [`asks nothing in ${fill(channel)}: not everybody there may see the incident`];
    }
    const { names, unmet } = people(to);
    return [
      `asks ${to.length === 0 ? '' : `${names.join(', ') || 'nobody'} `}in ${fill(channel)}: ${fill(question)}`,
      `  answers: ${choices.join(', ')}; after ${at_most} ${otherwise === null ? 'it goes on without one' : `it counts as ${otherwise}`}`,
      ...unmet.map((one) => `  ${one} leads to nobody now`),
    ];
  },
  effect: ({ question, choices, to, channel, at_most }, { fill }) => ({
    do: 'ask',
    channel,
    question: { text: question, choices, to: to.map(fill), patience: parseDuration(at_most) ?? 0 },
  }),
});
