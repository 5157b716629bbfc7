import { z } from 'zod';
import { ROLES } from '../../people/types.ts';
import { channel, email, name } from './values.ts';

export const MAX_PROJECTS = 200;
const MAX_SERVICES = 500;
const MAX_PEOPLE = 1_000;
const MAX_CONNECTIONS = 50;
const MAX_CHANNELS = 200;

const member = z.strictObject({ user: email, role: z.enum(ROLES).default('responder') });

/** Services that belong together, with people, connections and channels of their own. */
export const projectEntry = z
  .strictObject({
    name,
    services: z.array(name).max(MAX_SERVICES, `must be ${MAX_SERVICES} at most`).default([]),
    /** Whoever has no role in it sees nothing of it. */
    closed: z.boolean().default(false),
    people: z.array(member).max(MAX_PEOPLE, `must be ${MAX_PEOPLE} at most`).default([]),
    /** Only its services may use these. */
    connections: z.array(name).max(MAX_CONNECTIONS, `must be ${MAX_CONNECTIONS} at most`).default([]),
    /** Only its services may name these as theirs. */
    channels: z.array(channel).max(MAX_CHANNELS, `must be ${MAX_CHANNELS} at most`).default([]),
  })
  .refine(({ closed, channels }) => !closed || channels.length > 0, {
    path: ['channels'],
    error: 'must name a channel: what is closed is shown in no other one',
  })
  .refine(({ people }) => new Set(people.map(({ user }) => user)).size === people.length, {
    path: ['people'],
    error: 'must name each person once',
  });
export type ProjectEntry = z.output<typeof projectEntry>;
