import type { ChangeFeed } from '../changes.ts';
import { slackId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { EventSink } from './events.ts';
import type { MemberSeed } from './seed.ts';

export interface Member {
  readonly id: string;
  /** The workspace the person belongs to; another one for strangers. */
  readonly teamId: string;
  name: string;
  realName: string;
  displayName: string;
  email: string | undefined;
  tz: string;
  isAdmin: boolean;
  isOwner: boolean;
  guest: 'multi_channel' | 'single_channel' | undefined;
  deleted: boolean;
  readonly isBot: boolean;
  readonly isStranger: boolean;
  updated: number;
}

export type MemberChange = Partial<Omit<Member, 'id' | 'teamId' | 'isBot' | 'isStranger' | 'updated'>>;

function offsetOf(tz: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts();
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

function labelOf(tz: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'long' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? tz;
}

/** As `users.info` shows a member; the e-mail address only to those who may read it (scope `users:read.email`). */
export function userObject(member: Member, withEmail: boolean): JsonObject {
  const profile: JsonObject = {
    real_name: member.realName,
    real_name_normalized: member.realName,
    display_name: member.displayName,
    display_name_normalized: member.displayName,
    first_name: member.realName.split(' ')[0],
    last_name: member.realName.split(' ').slice(1).join(' '),
    team: member.teamId,
    email: withEmail && !member.isBot ? member.email : undefined,
    image_48: `https://avatars.slack-edge.com/${member.id}_48.png`,
  };
  const base = { id: member.id, team_id: member.teamId, name: member.name, deleted: member.deleted };
  if (member.deleted) return { ...base, profile, is_bot: member.isBot, is_app_user: false, updated: member.updated };
  return {
    ...base,
    color: '9f69e7',
    real_name: member.realName,
    tz: member.tz,
    tz_label: labelOf(member.tz),
    tz_offset: offsetOf(member.tz),
    profile,
    is_admin: member.isAdmin || member.isOwner,
    is_owner: member.isOwner,
    is_primary_owner: false,
    is_restricted: member.guest !== undefined,
    is_ultra_restricted: member.guest === 'single_channel',
    is_bot: member.isBot,
    is_stranger: member.isStranger ? true : undefined,
    is_app_user: false,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
    updated: member.updated,
  };
}

const now = () => Math.floor(Date.now() / 1000);

/** The people and bots of a workspace. */
export class Members {
  readonly #byId = new Map<string, Member>();
  /** The ids of other workspaces, by the names that seeds give them. */
  readonly #otherTeams = new Map<string, string>();

  constructor(
    private readonly teamId: string,
    private readonly feed: ChangeFeed,
    private readonly events: EventSink,
  ) {}

  /** As they were in an earlier run. */
  restore(members: readonly Member[]): void {
    for (const member of members) this.#byId.set(member.id, member);
  }

  get all(): Member[] {
    return [...this.#byId.values()];
  }

  byId(id: string): Member | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): Member | undefined {
    const handle = name.replace(/^@/, '');
    return this.all.find((member) => member.name === handle);
  }

  /** Somebody of this workspace who can be found by their address: no bot, nobody deactivated, no stranger. */
  byEmail(email: string): Member | undefined {
    const wanted = email.toLowerCase();
    return this.all.find(
      (member) => member.email?.toLowerCase() === wanted && !member.deleted && !member.isBot && !member.isStranger,
    );
  }

  add(seed: MemberSeed, id = slackId('U')): Member {
    const member: Member = {
      id,
      teamId: this.#teamOf(seed),
      name: seed.name,
      realName: seed.realName ?? seed.name,
      displayName: seed.displayName ?? seed.name,
      email: seed.email,
      tz: seed.tz ?? 'Etc/UTC',
      isAdmin: seed.admin ?? false,
      isOwner: seed.owner ?? false,
      guest: seed.guest,
      deleted: seed.deleted ?? false,
      isBot: seed.bot ?? false,
      isStranger: (seed.stranger ?? false) !== false,
      updated: now(),
    };
    this.#byId.set(member.id, member);
    this.feed.notify();
    return member;
  }

  #teamOf({ stranger }: MemberSeed): string {
    if (!stranger) return this.teamId;
    if (stranger === true) return slackId('T');
    const known = this.#otherTeams.get(stranger.team) ?? slackId('T');
    this.#otherTeams.set(stranger.team, known);
    return known;
  }

  /** Someone joins the running workspace: `team_join`. */
  join(seed: MemberSeed): Member {
    const member = this.add(seed);
    this.events.emit({
      type: 'team_join',
      scope: 'users:read',
      body: (email) => ({ user: userObject(member, email) }),
    });
    return member;
  }

  /** A profile or role changes: `user_change`. */
  change(member: Member, change: MemberChange): void {
    Object.assign(member, change, { updated: now() });
    this.feed.notify();
    this.events.emit({
      type: 'user_change',
      scope: 'users:read',
      body: (email) => ({ user: userObject(member, email), cache_ts: member.updated }),
    });
  }
}
