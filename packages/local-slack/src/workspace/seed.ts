/** What a workspace holds at the start. Names of channels may be written with or without `#`. */
export interface WorkspaceSeed {
  name: string;
  /** The part before `.slack.com`; made from the name when left out. */
  domain?: string;
  members?: MemberSeed[];
  channels?: ChannelSeed[];
  userGroups?: UserGroupSeed[];
  /** Whether the app is installed when the workspace starts; it is, unless said otherwise. */
  installed?: boolean;
  /** On the free plan there are no user groups; paid unless said otherwise. */
  plan?: 'free' | 'paid';
  /** Who may change user groups; apps count among everyone. */
  userGroupChanges?: 'everyone' | 'admins';
}

export interface MemberSeed {
  /** The handle: lower case, no spaces. */
  name: string;
  realName?: string;
  displayName?: string;
  email?: string;
  tz?: string;
  admin?: boolean;
  owner?: boolean;
  /** Guests are in the channels that list them by name, and no others. */
  guest?: 'multi_channel' | 'single_channel';
  deleted?: boolean;
  bot?: boolean;
  /** Someone from another workspace, met in a shared channel; those who name the same team are of one. */
  stranger?: boolean | { team: string };
}

export interface ChannelSeed {
  name: string;
  private?: boolean;
  archived?: boolean;
  /** Handles; without it, every full member is in a public channel and nobody in a private one. */
  members?: string[];
  /** Whether the app's bot is in the channel; not unless said. */
  bot?: boolean;
  topic?: string;
}

export interface UserGroupSeed {
  handle: string;
  name?: string;
  members?: string[];
}

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
