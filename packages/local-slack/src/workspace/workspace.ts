import type { ChangeFeed } from '../changes.ts';
import { slackId, Timestamps } from '../ids.ts';
import type { Manifest } from '../manifest.ts';
import type { AppCredentials } from '../oauth/credentials.ts';
import type { Timing } from '../timing.ts';
import { type Bookmark, Bookmarks } from './bookmarks.ts';
import { lastingToken } from './bot-tokens.ts';
import { type Channel, Channels, type Remark } from './channels.ts';
import type { Enterprise } from './enterprise.ts';
import type { WorkspaceEvent } from './events.ts';
import { Files } from './files.ts';
import { Installation } from './installation.ts';
import { type Member, Members } from './members.ts';
import { MessageEvents } from './message-events.ts';
import { type Message, Messages } from './messages.ts';
import { type Pin, Pins } from './pins.ts';
import { plant } from './planting.ts';
import { ResponseUrls } from './response-urls.ts';
import { Screens } from './screens.ts';
import type { WorkspaceSeed } from './seed.ts';
import { Triggers } from './triggers.ts';
import { Typed } from './typed.ts';
import { type UserGroup, UserGroups } from './user-groups.ts';
import { Views } from './views.ts';

export interface WorkspaceMemory {
  teamId: string;
  botToken: string | undefined;
  botId: string;
  botUserId: string;
  members: readonly Member[];
  channels: readonly Channel[];
  messages: readonly Message[];
  userGroups: readonly UserGroup[];
  /** Absent from what earlier versions remembered; so are bookmarks. */
  pins?: readonly Pin[];
  bookmarks?: readonly Bookmark[];
}

/** The app as Slack knows it; the same in every workspace it is installed in. */
export interface AppIdentity {
  readonly id: string;
  readonly manifest: Manifest;
  /** The legacy verification token that every payload carries. */
  readonly verificationToken: string;
  readonly credentials: AppCredentials;
}

export interface WorkspaceSurroundings {
  app: AppIdentity;
  feed: ChangeFeed;
  timing: Timing;
  /** Where this Slack is: `http://127.0.0.1:PORT`. */
  baseUrl(): string;
  /** Absent outside of organizations. */
  enterprise?: Enterprise;
  /** The app's bot as it is in other workspaces of the organization. */
  bot?: { id: string; userId: string };
  emit(workspace: Workspace, event: WorkspaceEvent): void;
}

/** What the owners of a workspace have decided. */
export type WorkspaceRules = Required<Pick<WorkspaceSeed, 'plan' | 'userGroupChanges'>>;

/** One Slack workspace: everything that is in it, and nothing about how it is reached. */
export class Workspace {
  readonly teamId: string;
  readonly name: string;
  readonly domain: string;
  readonly app: AppIdentity;
  readonly botId: string;
  readonly botUserId: string;
  readonly rules: WorkspaceRules;
  readonly enterprise: Enterprise | undefined;
  readonly installation: Installation;
  readonly members: Members;
  readonly channels: Channels;
  readonly messages: Messages;
  readonly userGroups: UserGroups;
  readonly pins: Pins;
  readonly bookmarks: Bookmarks;
  readonly files: Files;
  readonly views: Views;
  readonly screens: Screens;
  readonly typed: Typed;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly timestamps = new Timestamps();
  /** Tells the app of an event, if it has subscribed to it. */
  readonly announce: (event: WorkspaceEvent) => void;
  readonly baseUrl: () => string;

  /** @param memory of an earlier run, which then goes on; the seed is for the first. */
  constructor(seed: WorkspaceSeed, surroundings: WorkspaceSurroundings, memory?: WorkspaceMemory) {
    const { app, feed, timing } = surroundings;
    this.teamId = memory?.teamId ?? slackId('T');
    this.rules = { plan: seed.plan ?? 'paid', userGroupChanges: seed.userGroupChanges ?? 'everyone' };
    this.enterprise = surroundings.enterprise;
    this.botId = memory?.botId ?? surroundings.bot?.id ?? slackId('B');
    this.name = seed.name;
    this.domain = seed.domain ?? seed.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    this.app = app;
    this.baseUrl = surroundings.baseUrl;
    this.announce = (event) => surroundings.emit(this, event);
    const events = { emit: this.announce };
    this.members = new Members(this.teamId, feed, events);
    const botName = app.manifest.features.bot_user?.display_name ?? app.manifest.display_information.name;
    if (memory) this.members.restore(memory.members);
    const bot =
      this.members.byId(memory?.botUserId ?? '') ??
      this.members.add({ name: botName.toLowerCase(), realName: botName, bot: true }, surroundings.bot?.userId);
    this.botUserId = bot.id;
    this.installation = new Installation(bot, feed, events);
    this.channels = new Channels(
      this.teamId,
      this.botUserId,
      feed,
      events,
      (remark) => this.#write(remark),
      (userId) => this.members.byId(userId)?.isBot ?? false,
    );
    this.messages = new Messages(this.timestamps, feed, new MessageEvents(this));
    this.pins = new Pins(
      feed,
      events,
      (channelId) => this.#hears(channelId),
      (message, userId) => this.#remarkPin(message, userId),
    );
    this.bookmarks = new Bookmarks(feed);
    this.files = new Files(feed);
    this.userGroups = new UserGroups(this.teamId, feed, events);
    this.views = new Views(feed);
    this.screens = new Screens(feed);
    this.typed = new Typed(feed);
    this.triggers = new Triggers(timing);
    this.responseUrls = new ResponseUrls(this.teamId);
    if (memory) this.#recall(memory);
    else plant(this, seed);
    if (seed.installed ?? true) {
      const { scopes } = app.manifest.oauth_config;
      this.installation.install(lastingToken(memory?.botToken), scopes.bot, [this], false);
    }
  }

  /** Scopes that were granted at installation. */
  get scopes(): Set<string> {
    return this.installation.scopes;
  }

  /** Everything that outlives a run; what people have on their screens does not. */
  memory(): WorkspaceMemory {
    const { teamId, botId, botUserId, members, channels, messages, userGroups } = this;
    const botToken = this.installation.tokens.current?.value;
    const lasting = {
      members: members.all,
      channels: channels.all,
      messages: messages.all,
      userGroups: userGroups.all,
      pins: this.pins.all,
      bookmarks: this.bookmarks.all,
    };
    return { teamId, botToken, botId, botUserId, ...lasting };
  }

  /** Whether this member sees the channel at all. */
  canSee(userId: string, channel: Channel): boolean {
    const member = this.members.byId(userId);
    if (!member || member.deleted) return false;
    return channel.members.has(userId) || (channel.kind === 'public' && !member.guest && !member.isStranger);
  }

  #hears(channelId: string): boolean {
    const channel = this.channels.byId(channelId);
    return channel !== undefined && this.channels.hasBot(channel);
  }

  #remarkPin({ channelId, ts }: Message, userId: string): void {
    const channel = this.channels.byId(channelId);
    if (!channel) return;
    const detail = { item_type: 'C', item: { type: 'message', channel: channelId, ts } };
    const text = `<@${userId}> pinned a message to this channel.`;
    this.#write({ channel, userId, subtype: 'pinned_item', text, detail });
  }

  #write({ channel, userId, subtype, text, detail = {} }: Remark): void {
    const content = { text, blocks: [], attachments: [], remark: { subtype, detail } };
    this.messages.add({ channelId: channel.id, userId, byApp: false, ...content });
  }

  #recall({ channels, messages, userGroups, pins = [], bookmarks = [] }: WorkspaceMemory): void {
    this.channels.restore(channels);
    this.messages.restore(messages);
    this.userGroups.restore(userGroups);
    this.pins.restore(pins);
    this.bookmarks.restore(bookmarks);
  }
}
