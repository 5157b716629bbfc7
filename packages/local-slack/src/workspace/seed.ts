import { z } from 'zod';

/* What a workspace holds at the start: as an object, or in a file. Names of channels may be written with or without `#`. */

const memberSeed = z.strictObject({
  /** The handle. */
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'lower case, no spaces'),
  realName: z.string().optional(),
  displayName: z.string().optional(),
  email: z.email().optional(),
  tz: z.string().optional(),
  admin: z.boolean().optional(),
  owner: z.boolean().optional(),
  /** Guests are in the channels that list them by name, and no others. */
  guest: z.enum(['multi_channel', 'single_channel']).optional(),
  deleted: z.boolean().optional(),
  bot: z.boolean().optional(),
  /** Someone from another workspace, met in a shared channel; those who name the same team are of one. */
  stranger: z.union([z.boolean(), z.strictObject({ team: z.string() })]).optional(),
});

const replySeed = z.strictObject({
  /** The handle of who wrote it. */
  by: z.string(),
  text: z.string(),
  /** How long before the start, in minutes. */
  minutesAgo: z.number().nonnegative(),
});

const messageSeed = replySeed.extend({
  /** Emoji names, and the handles of who reacted so. */
  reactions: z.record(z.string(), z.array(z.string())).optional(),
  replies: z.array(replySeed).optional(),
});

const channelSeed = z.strictObject({
  name: z.string(),
  private: z.boolean().optional(),
  archived: z.boolean().optional(),
  /** Handles; without it, every full member is in a public channel and nobody in a private one. */
  members: z.array(z.string()).optional(),
  /** Whether the app's bot is in the channel; not unless said. */
  bot: z.boolean().optional(),
  topic: z.string().optional(),
  /** What was said there before, oldest first. */
  messages: z.array(messageSeed).optional(),
});

const userGroupSeed = z.strictObject({
  handle: z.string(),
  name: z.string().optional(),
  members: z.array(z.string()).optional(),
});

export const workspaceSeed = z.strictObject({
  name: z.string(),
  /** The part before `.slack.com`; made from the name when left out. */
  domain: z.string().optional(),
  members: z.array(memberSeed).optional(),
  channels: z.array(channelSeed).optional(),
  userGroups: z.array(userGroupSeed).optional(),
  /** Whether the app is installed when the workspace starts; it is, unless said otherwise. */
  installed: z.boolean().optional(),
  /** It does not belong to the organization that the others belong to. */
  outsideEnterprise: z.boolean().optional(),
  /** On the free plan there are no user groups; paid unless said otherwise. */
  plan: z.enum(['free', 'paid']).optional(),
  /** Who may change user groups; apps count among everyone. */
  userGroupChanges: z.enum(['everyone', 'admins']).optional(),
});

export type MemberSeed = z.infer<typeof memberSeed>;
export type ReplySeed = z.infer<typeof replySeed>;
export type MessageSeed = z.infer<typeof messageSeed>;
export type ChannelSeed = z.infer<typeof channelSeed>;
export type UserGroupSeed = z.infer<typeof userGroupSeed>;
export type WorkspaceSeed = z.infer<typeof workspaceSeed>;

/** The workspace you get when you ask for none: a small company with an on-call rota. */
export const DEFAULT_WORKSPACE: WorkspaceSeed = {
  name: 'Acme',
  members: [
    { name: 'jane', realName: 'Jane Doe', email: 'jane@example.com', tz: 'Europe/Berlin', admin: true },
    { name: 'bob', realName: 'Bob Smith', email: 'bob@example.com', tz: 'America/New_York' },
    { name: 'alice', realName: 'Alice Martin', email: 'alice@example.com', tz: 'Europe/Paris' },
    { name: 'carol', realName: 'Carol Jones', email: 'carol@example.com', tz: 'Asia/Tokyo' },
    { name: 'guest', realName: 'Gus Guest', email: 'gus@partner.example', guest: 'multi_channel' },
    { name: 'stranger', realName: 'Stella Stranger', email: 'stella@elsewhere.example', stranger: true },
  ],
  channels: [
    { name: 'general' },
    { name: 'incidents', members: ['jane', 'bob', 'alice', 'carol', 'guest', 'stranger'] },
    { name: 'incidents-critical' },
    { name: 'incidents-all' },
    { name: 'payment-alerts' },
    { name: 'leads', private: true, members: ['jane', 'alice'], bot: true },
    { name: 'secret', private: true, members: ['jane'] },
    { name: 'old-incidents', archived: true },
  ],
  userGroups: [{ handle: 'payments-oncall', name: 'Payments on call', members: ['jane'] }],
};
