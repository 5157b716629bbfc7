import { encodeMentions } from '../interactions/command-text.ts';
import type { Manifest } from '../manifest.ts';
import type { Channel } from '../workspace/channels.ts';
import type { Member, MemberChange } from '../workspace/members.ts';
import { mentionsIn } from '../workspace/mentions.ts';
import type { Notice } from '../workspace/screens.ts';
import { type Acting, choose, click, fill } from './act.ts';
import { authorize } from './authorizing.ts';
import { ChannelHandle } from './channel-handle.ts';
import { HomeHandle } from './home-handle.ts';
import { MessageHandle } from './message-handle.ts';
import { ModalHandle } from './modal-handle.ts';
import * as onChannels from './on-channels.ts';
import * as onMessages from './on-messages.ts';
import { matches } from './rendered-text.ts';
import type { ActionTarget, Stage, Waiting } from './stage.ts';

/** Throws what the person is told when it can't be done. */
function permit(refusal: string | undefined): void {
  if (refusal !== undefined) throw new Error(refusal);
}

/** Somebody at their Slack: they act by what they see, and see what the app shows them. */
export class Person {
  /** Ephemeral messages that `seesEphemeral` has returned already. */
  readonly #seen = new Set<string>();

  constructor(
    private readonly stage: Stage,
    /** The model's member. */
    readonly member: Member,
  ) {}

  get id(): string {
    return this.member.id;
  }

  get name(): string {
    return this.member.name;
  }

  /** Pages that buttons have opened in the browser. */
  get openedUrls(): readonly string[] {
    return this.stage.workspace.screens.of(this.id).openedUrls;
  }

  /** What Slack itself has told the person: failed commands, buttons that did not answer. */
  get notices(): readonly Notice[] {
    return this.stage.workspace.screens.of(this.id).notices;
  }

  /** Presses a button. Resolves when the app has acknowledged; rejects with the error that the person sees. */
  async click(target: ActionTarget, label: string, acting?: Acting): Promise<void> {
    await click(this.stage, this.member, target, label, acting);
  }

  /** Chooses in a menu: by the words on it, then by the words of the option. An overflow menu is called `⋯`. */
  async choose(target: ActionTarget, label: string, option: string | string[], acting?: Acting): Promise<void> {
    await choose(this.stage, this.member, target, label, option, acting);
  }

  /** Types into a field of a message. */
  async fill(target: ActionTarget, label: string, text: string, acting?: Acting): Promise<void> {
    await fill(this.stage, this.member, target, label, text, acting);
  }

  /** Types a slash command. Resolves when the app has acknowledged; rejects with the error that the person sees. */
  async command(channel: string | ChannelHandle, line: string): Promise<void> {
    const error = await this.stage.interactions.command(this.member, this.#channel(channel), line);
    if (error !== undefined) throw new Error(error);
  }

  /** Runs a global shortcut by its name. */
  async shortcut(name: string): Promise<void> {
    const { callback_id: callbackId } = this.#shortcut(name, 'global');
    const error = await this.stage.interactions.shortcut(this.member, callbackId, name);
    if (error !== undefined) throw new Error(error);
  }

  /** Runs a shortcut from a message's menu. */
  async messageShortcut(target: MessageHandle, name: string): Promise<void> {
    const { callback_id: callbackId } = this.#shortcut(name, 'message');
    const surface = target.surface();
    const channel = this.stage.workspace.channels.byId(target.channelId);
    const obstacle = target.obstacle(this.member);
    if (obstacle || !channel || !('message' in surface)) throw new Error(`No message menu: ${obstacle}`);
    const { interactions } = this.stage;
    const error = await interactions.messageShortcut(this.member, channel, surface.message, callbackId, name);
    if (error !== undefined) throw new Error(error);
  }

  /** The modal on top of this person's screen, once it has that title. */
  seesModal(title: string | RegExp, { timeoutMs }: Waiting = {}): Promise<ModalHandle> {
    const { workspace, feed } = this.stage;
    const top = () => {
      const view = workspace.views.topOf(this.id);
      return view && new ModalHandle(this.stage, this.member, view);
    };
    const look = () => {
      const modal = top();
      const isIt = modal && (typeof title === 'string' ? modal.title === title : title.test(modal.title));
      return isIt ? modal : undefined;
    };
    const explain = () =>
      `@${this.name} sees no modal “${String(title)}”, but:\n${top()?.describe() ?? '    (no modal)'}`;
    return feed.waitFor(look, explain, timeoutMs);
  }

  /** The newest ephemeral message that says so and that this method has not returned before. */
  seesEphemeral(wanted: string | RegExp, { timeoutMs }: Waiting = {}): Promise<MessageHandle> {
    const all = () =>
      this.stage.workspace.messages.all
        .filter((message) => message.onlyFor === this.id && !message.deleted)
        .map((message) => new MessageHandle(this.stage, message));
    const look = () => {
      const found = all().findLast((one) => !this.#seen.has(one.ts) && matches(one.visible().text, wanted));
      if (found) this.#seen.add(found.ts);
      return found;
    };
    const explain = () =>
      `@${this.name} sees no new ephemeral message that says ${String(wanted)}, but:\n${
        all()
          .map((one) => one.describe())
          .join('\n    ---\n') || '    (none)'
      }`;
    return this.stage.feed.waitFor(look, explain, timeoutMs);
  }

  /** Opens the app's Home tab. */
  openHome(): HomeHandle {
    const { home_tab_enabled: isEnabled } = this.stage.workspace.app.manifest.features.app_home;
    if (!isEnabled) throw new Error('The app has no Home tab');
    this.stage.interactions.openTab(this.member, 'home');
    return this.home();
  }

  home(): HomeHandle {
    return new HomeHandle(this.stage, this.member);
  }

  /** The direct messages with the app, or with another person. */
  dm(other?: Person): ChannelHandle {
    const { channels } = this.stage.workspace;
    return new ChannelHandle(this.stage, other ? channels.dmBetween(this.id, other.id) : channels.dmWith(this.id));
  }

  /** Posts a message as the person; in a thread with `inThreadOf`, and with `alsoToChannel` outside of it as well. */
  says(
    channel: string | ChannelHandle,
    text: string,
    { inThreadOf, alsoToChannel = false }: { inThreadOf?: MessageHandle; alsoToChannel?: boolean } = {},
  ): MessageHandle {
    const { workspace } = this.stage;
    const wanted = this.#channel(channel);
    const { id, archived, name } = wanted;
    const { messages_tab_read_only_enabled: isReadOnly } = workspace.app.manifest.features.app_home;
    if (workspace.channels.isWithApp(wanted) && isReadOnly)
      throw new Error('Sending messages to this app has been turned off.');
    if (archived) throw new Error(`#${name} is archived`);
    const content = { text: encodeMentions(workspace, text), blocks: [], attachments: [] };
    const mentions = mentionsIn(content, { linkNames: true, groups: new Map() });
    const threadTs = inThreadOf?.ts;
    const message = workspace.messages.add({
      channelId: id,
      userId: this.id,
      byApp: false,
      ...content,
      mentions,
      threadTs,
      broadcast: alsoToChannel && threadTs !== undefined,
    });
    return new MessageHandle(this.stage, message);
  }

  /**
   * Looks at the page behind the app's “Add to Slack” link, and allows it, or not. Returns where the browser goes
   * next; throws what the page says when Slack refuses.
   */
  authorize(link: string, { allow = true, orgWide = false } = {}): string {
    return authorize(this.stage, this.member, link, { allow, orgWide });
  }

  /** Adds a reaction, or takes away the same one. */
  react(message: MessageHandle, emoji: string): void {
    permit(onMessages.toggleReaction(this.stage.workspace, this.member, message.message, emoji));
  }

  /** Pins a message, or takes it off again. */
  pin(message: MessageHandle): void {
    permit(onMessages.togglePin(this.stage.workspace, this.member, message.message));
  }

  /** Changes what the person has written. */
  edit(message: MessageHandle, text: string): void {
    permit(onMessages.edit(this.stage.workspace, this.member, message.message, text));
  }

  delete(message: MessageHandle): void {
    permit(onMessages.remove(this.stage.workspace, this.member, message.message));
  }

  setTopic(channel: string | ChannelHandle, topic: string): void {
    permit(onChannels.setTopic(this.stage.workspace, this.member, this.#channel(channel), topic));
  }

  invite(channel: string | ChannelHandle, other: Person): void {
    permit(onChannels.invite(this.stage.workspace, this.member, this.#channel(channel), other.member));
  }

  leave(channel: string | ChannelHandle): void {
    permit(onChannels.leave(this.stage.workspace, this.member, this.#channel(channel)));
  }

  archive(channel: string | ChannelHandle): void {
    permit(onChannels.archive(this.stage.workspace, this.member, this.#channel(channel)));
  }

  bookmark(channel: string | ChannelHandle, title: string, link: string): void {
    const content = { title, link, emoji: undefined };
    permit(onChannels.addBookmark(this.stage.workspace, this.member, this.#channel(channel), content));
  }

  /** A group direct message with these people; the one there is already, or a new one. */
  group(...others: Person[]): ChannelHandle {
    const members = others.map(({ member }) => member);
    return new ChannelHandle(this.stage, onChannels.openGroup(this.stage.workspace, this.member, members));
  }

  /** Changes the profile or the role, or deactivates the account: `user_change`. */
  change(change: MemberChange): void {
    this.stage.workspace.members.change(this.member, change);
  }

  deactivate(): void {
    this.change({ deleted: true });
  }

  #channel(wanted: string | ChannelHandle): Channel {
    const { workspace } = this.stage;
    const channel = typeof wanted === 'string' ? workspace.channels.byName(wanted) : wanted.channel;
    if (!channel || !workspace.canSee(this.id, channel))
      throw new Error(`@${this.name} sees no channel ${typeof wanted === 'string' ? wanted : wanted.name}`);
    return channel;
  }

  #shortcut(name: string, type: 'global' | 'message'): Manifest['features']['shortcuts'][number] {
    if (this.member.deleted) throw new Error(`@${this.name} is deactivated`);
    const { shortcuts } = this.stage.workspace.app.manifest.features;
    const found = shortcuts.find((one) => one.type === type && one.name === name);
    if (found) return found;
    const names = shortcuts.filter((one) => one.type === type).map((one) => `“${one.name}”`);
    throw new Error(`There is no ${type} shortcut “${name}”; there is ${names.join(', ') || 'none'}`);
  }
}
