import { z } from 'zod';
import { didYouMean } from '../did-you-mean.ts';
import { formatDuration, parseDuration } from '../duration.ts';
import { DEFAULT_INCIDENT_CHANNELS, type IncidentChannels } from '../types.ts';
import { period } from './sla.ts';
import { name, optional, urgencies } from './values.ts';

const MAX_SERVICES = 1_000;
/** Slack's limit is 80: the service's name needs some of it. */
const MAX_TEMPLATE = 50;
const PLACES = ['number', 'service'];

/** The name of a channel in Slack's form, with places for what differs. */
const nameTemplate = z
  .string()
  .trim()
  .max(MAX_TEMPLATE, `is longer than ${MAX_TEMPLATE} characters`)
  .superRefine((template, context) => {
    const places = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, place = '']) => place);
    for (const place of places.filter((one) => !PLACES.includes(one))) {
      context.addIssue(`has {${place}}, but only {number} and {service} are known.${didYouMean(place, PLACES)}`);
    }
    if (!places.includes('number')) context.addIssue('must have {number}, so that no two channels are called the same');
    if (new Set(places).size < places.length) context.addIssue('must have each of {number} and {service} once at most');
    const letters = template.replace(/\{[^{}]*\}/g, '');
    if (/^[\p{Ll}\p{Lo}\p{Nd}_-]*$/u.test(letters)) return;
    context.addIssue(
      'must be as Slack lets channels be called: lower case letters, digits, - and _, without # and spaces',
    );
  });

const when = z
  .strictObject({
    urgencies: optional(urgencies),
    services: optional(
      z.array(name).min(1, 'must name at least one service').max(MAX_SERVICES, `must be ${MAX_SERVICES} at most`),
    ),
  })
  .refine(({ urgencies, services }) => urgencies ?? services, 'must say urgencies, services, or both');

/** What can be said in a word. */
const CALLS: Record<string, string> = {
  jitsi: 'https://meet.jit.si/{room}',
  // https://slack.com/help/articles/4402059015315: the link of a channel's huddle.
  huddle: 'https://app.slack.com/huddle/{team}/{channel}',
};
const CALL_PLACES = ['room', 'number'];
const MAX_CALL = 500;

/** Where people talk. */
const call = z
  .string()
  .trim()
  .max(MAX_CALL, `is longer than ${MAX_CALL} characters`)
  .superRefine((text, context) => {
    if (text in CALLS) return;
    const places = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, place = '']) => place);
    for (const place of places.filter((one) => !CALL_PLACES.includes(one))) {
      context.addIssue(`has {${place}}, but only {room} and {number} are known.${didYouMean(place, CALL_PLACES)}`);
    }
    const address = text.replace(/[{}]/g, '');
    const isAddress = URL.canParse(address) && new URL(address).protocol === 'https:';
    if (!isAddress) {
      context.addIssue(
        'must be jitsi, huddle, or an https:// address such as https://meet.example.com/{room}, where {room} is one that nobody guesses',
      );
    }
  })
  .transform((text) => CALLS[text] ?? text);

/** Which incidents get a channel of their own by themselves; none when `when` is left out. */
export const incidentChannelsSection = z
  .strictObject({
    when: optional(when),
    name: nameTemplate.default(DEFAULT_INCIDENT_CHANNELS.name),
    private: z
      .literal(false, 'must be false: the channel of a private incident is private by itself, that of any other is not')
      .default(false),
    archive_after: z.union([z.literal('never'), period]).default('never'),
    call: optional(call),
    invite_on_call: z.boolean().default(false),
  })
  .transform(
    ({ when, name, archive_after, call, invite_on_call }): IncidentChannels => ({
      when,
      name,
      archiveAfter: archive_after === 'never' ? null : parseDuration(archive_after),
      call,
      invitesOnCall: invite_on_call,
    }),
  );

/** The inverse of `incidentChannelsSection`; what is as by default is left out. */
export function toIncidentChannelsSection({
  when,
  name,
  archiveAfter,
  call,
  invitesOnCall,
}: IncidentChannels): z.input<typeof incidentChannelsSection> {
  return {
    ...(when !== null && {
      when: {
        ...(when.urgencies !== null && { urgencies: when.urgencies }),
        ...(when.services !== null && { services: when.services }),
      },
    }),
    ...(name !== DEFAULT_INCIDENT_CHANNELS.name && { name }),
    ...(archiveAfter !== null && { archive_after: formatDuration(archiveAfter) }),
    ...(call !== null && { call: Object.keys(CALLS).find((word) => CALLS[word] === call) ?? call }),
    ...(invitesOnCall && { invite_on_call: true }),
  };
}
