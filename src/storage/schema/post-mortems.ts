import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { PersonActor } from '../../people/actor.ts';
import type { PostMortemState, Publication, Section, Step } from '../../post-mortems/types.ts';
import { autoId } from './columns.ts';
import { connections } from './connections.ts';
import { incidents } from './incidents.ts';

/** What people write down about an incident that is over. */
export const postMortems = sqliteTable('post_mortems', {
  incidentNumber: integer('incident_number')
    .primaryKey()
    .references(() => incidents.number),
  version: integer('version').notNull(),
  state: text('state').$type<PostMortemState>().notNull(),
  sections: text('sections', { mode: 'json' }).$type<Section[]>().notNull(),
  begun: text('begun', { mode: 'json' }).$type<Step>().notNull(),
  edited: text('edited', { mode: 'json' }).$type<Step>().notNull(),
  reviewed: text('reviewed', { mode: 'json' }).$type<Step>(),
  published: text('published', { mode: 'json' }).$type<Publication>(),
  refusal: text('refusal'),
});

/** The messages that they were published with. */
export const postMortemPosts = sqliteTable(
  'post_mortem_posts',
  {
    id: autoId(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => postMortems.incidentNumber),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    target: text('target').notNull(),
    /** Null until it is posted. */
    channelId: text('channel_id'),
    ts: text('ts'),
    by: text('by', { mode: 'json' }).$type<PersonActor>().notNull(),
  },
  (t) => [index('post_mortem_posts_incident').on(t.incidentNumber)],
);
