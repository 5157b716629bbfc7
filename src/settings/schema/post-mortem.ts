import { z } from 'zod';
import { didYouMean } from '../did-you-mean.ts';
import type { PostMortemSettings } from '../types.ts';
import { channel, optional } from './values.ts';

/** What a template may have in braces: each stands for what is known of the incident. */
export const POST_MORTEM_PLACES = [
  'key',
  'title',
  'service',
  'urgency',
  'description',
  'triggered',
  'resolved',
  'duration',
  'acknowledged',
  'people',
  'roles',
  'summary',
  'resolution',
  'timeline',
  'tasks',
  'url',
] as const;
export type PostMortemPlace = (typeof POST_MORTEM_PLACES)[number];

/** `{timeline}` in a template. */
export const POST_MORTEM_PLACE = /\{([a-z_]+)\}/g;

const MAX_TEMPLATE = 20_000;

const template = z
  .string()
  .max(MAX_TEMPLATE, `is longer than ${MAX_TEMPLATE} characters`)
  .superRefine((text, context) => {
    if (text.trim() === '') context.addIssue('must not be empty; leave it out for the usual one');
    for (const [, place = ''] of text.matchAll(POST_MORTEM_PLACE)) {
      if (POST_MORTEM_PLACES.some((known) => known === place)) continue;
      context.addIssue(
        `has {${place}}, which is no place of a post-mortem.${didYouMean(place, POST_MORTEM_PLACES) || ` There are: ${POST_MORTEM_PLACES.join(', ')}.`}`,
      );
    }
  });

/** What post-mortems begin as, and where they are published when nobody says otherwise. */
export const postMortemSection = z.strictObject({ template: optional(template), channel: optional(channel) });

/** The inverse of it. */
export function toPostMortemSection({ template, channel }: PostMortemSettings): z.input<typeof postMortemSection> {
  return { ...(template !== null && { template }), ...(channel !== null && { channel }) };
}
