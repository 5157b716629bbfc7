import { z } from 'zod';
import { mentionEntry } from './card.ts';
import { flappingEntry, groupingEntry } from './noise.ts';
import { period, slaEntry } from './sla.ts';
import { channel, name, optional, webPage } from './values.ts';

/** As many as a card shows. */
const MAX_LINKS = 8;
const MAX_DEPENDENCIES = 20;
const MAX_SHARED = 20;
const MAX_CHANNELS = 10;

const link = z.strictObject({ text: name, url: webPage });

export const serviceEntry = z
  .strictObject({
    name,
    /** Where its incidents belong: who may see them goes by it. */
    channel: optional(channel),
    /** Where they are shown besides; without `channel`, the first of them is it. */
    channels: z.array(channel).max(MAX_CHANNELS, `must be ${MAX_CHANNELS} at most`).default([]),
    /** What its incidents go through; left out for the organisation's. */
    connection: optional(name),
    /** Connections whose people see its incidents as well. */
    shared_with: z.array(name).max(MAX_SHARED, `must be ${MAX_SHARED} at most`).default([]),
    escalation_policy: optional(name),
    sla: slaEntry,
    /** Instead of the workspace's. */
    acknowledge_reminder: optional(period),
    /** What a monitor reports is shown, and pages, only when it lasts so long. */
    delay: optional(period),
    /** A monitor's incident is resolved when its alert has not come for so long. */
    resolve_after_silence: optional(period),
    /** Which of its alerts are one incident; each is one when left out. */
    group: optional(groupingEntry),
    /** When its alerts are flapping. */
    flapping: optional(flappingEntry),
    /** While somebody is called for one of these, nobody is for this one. */
    depends_on: z.array(name).max(MAX_DEPENDENCIES, `must be ${MAX_DEPENDENCIES} at most`).default([]),
    /** Who is mentioned when one opens, instead of the workspace's. */
    mention: mentionEntry,
    /** What helps with its incidents, in the order in which their cards show it. */
    links: z.array(link).max(MAX_LINKS, `are more than ${MAX_LINKS}`).default([]),
  })
  .transform(({ channel, channels, ...service }) => {
    const [home = null, ...others] = new Set([...(channel === null ? [] : [channel]), ...channels]);
    return { ...service, channel: home, channels: others };
  });
export type ServiceEntry = z.output<typeof serviceEntry>;
