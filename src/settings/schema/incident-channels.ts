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

/** Which incidents get a channel of their own by themselves; none when `when` is left out. */
export const incidentChannelsSection = z
  .strictObject({
    when: optional(when),
    name: nameTemplate.default(DEFAULT_INCIDENT_CHANNELS.name),
    private: z
      .literal(false, 'must be false: the channel of a private incident is private by itself, that of any other is not')
      .default(false),
    archive_after: z.union([z.literal('never'), period]).default('never'),
  })
  .transform(
    ({ when, name, archive_after }): IncidentChannels => ({
      when,
      name,
      archiveAfter: archive_after === 'never' ? null : parseDuration(archive_after),
    }),
  );

/** The inverse of `incidentChannelsSection`; what is as by default is left out. */
export function toIncidentChannelsSection({
  when,
  name,
  archiveAfter,
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
  };
}
