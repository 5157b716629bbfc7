import { DEFAULT_MIN_QUERY_LENGTH, type Suggestion } from '../block-kit/external.ts';
import type { Transport } from '../delivery/transport.ts';
import type { JsonObject } from '../json.ts';
import type { Acknowledgement, EnvelopeKind } from '../socket-mode/envelopes.ts';
import type { Violations } from '../socket-mode/violations.ts';
import { ApiError } from '../web-api/errors.ts';
import { respond } from '../web-api/responses.ts';
import type { Channel } from '../workspace/channels.ts';
import type { Member } from '../workspace/members.ts';
import type { Message } from '../workspace/messages.ts';
import { channelNameInPayload, viewObject } from '../workspace/objects.ts';
import type { StateValue } from '../workspace/view-state.ts';
import type { View } from '../workspace/views.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { blockActions } from './block-actions.ts';
import { encodeNames } from './command-text.ts';
import { actionTs, appPart, channelPart, messagePart, userPart } from './payloads.ts';
import { slackbotAnswers, unknownCommand } from './slackbot.ts';
import { carryOut, clientErrors, type SubmissionOutcome, TROUBLE } from './submission.ts';
import { blockSuggestion, Suggestions } from './suggestions.ts';
import type { Placed, Surface } from './surface.ts';
import { viewClosed, viewSubmission } from './view-payloads.ts';

/** What went wrong, in the words that the person sees; undefined when nothing did. */
export type VisibleError = string | undefined;

/** Everything a person can do to the app, as Slack carries it over. What it looks like is left to the driver and the page. */
export class Interactions {
  /** What menus with external data have offered. */
  readonly suggestions = new Suggestions();

  constructor(
    private readonly workspace: Workspace,
    private readonly transport: Transport,
    private readonly violations: Violations,
    private readonly baseUrl: () => string,
  ) {}

  /**
   * A click on a button, or a choice in a menu.
   * @param windowId of the browser window in which it happens, where there is one; a modal opens there and nowhere else.
   */
  async act(
    member: Member,
    surface: Surface,
    placed: Placed,
    chosen?: StateValue,
    windowId?: string,
  ): Promise<VisibleError> {
    const { workspace } = this;
    const { element, block } = placed;
    if ('view' in surface && chosen && element.type !== 'overflow') {
      workspace.views.enter(surface.view, block.block_id, element.action_id, chosen);
    }
    const url = element.type === 'button' ? element.url : this.#chosenUrl(placed, chosen);
    if (url !== undefined) workspace.screens.openUrl(member.id, url);
    if (!workspace.app.manifest.settings.interactivity.is_enabled) {
      return this.#tell(member, 'This app is not configured to handle interactive responses.', surface);
    }
    const payload = blockActions(workspace, member, surface, placed, chosen, this.baseUrl(), windowId);
    const acknowledgement = await this.#send('interactive', payload, false);
    if (acknowledgement.acknowledged) return undefined;
    const text = `⚠️ ${workspace.app.manifest.display_information.name} did not respond to this action`;
    return this.#tell(member, text, surface);
  }

  /** Somebody types in a menu with external data; undefined when the app does not answer as it should. */
  async suggest(
    member: Member,
    surface: Surface,
    placed: Placed,
    query: string,
  ): Promise<readonly Suggestion[] | undefined> {
    const { element } = placed;
    const fewest = 'min_query_length' in element ? element.min_query_length : undefined;
    if (query.length < (fewest ?? DEFAULT_MIN_QUERY_LENGTH)) return [];
    const payload = blockSuggestion(this.workspace, member, surface, placed, query);
    const acknowledgement = await this.#send('interactive', payload, true);
    if (!acknowledgement.acknowledged) return undefined;
    const { response } = acknowledgement;
    const options = this.suggestions.take(member, placed, response);
    if (!options) this.violations.add('bad_answer', `to block_suggestion: ${JSON.stringify(response).slice(0, 200)}`);
    return options;
  }

  async submit(member: Member, view: View): Promise<SubmissionOutcome> {
    const { workspace } = this;
    const errors = clientErrors(view);
    workspace.views.show(view, errors);
    if (errors.size > 0) return 'errors';
    const payload = viewSubmission(workspace, member, view, this.baseUrl());
    const acknowledgement = await this.#send('interactive', payload, true);
    if (acknowledgement.acknowledged) return this.#carryOut(view, acknowledgement.response);
    workspace.views.show(view, new Map(), TROUBLE);
    return 'failed';
  }

  /** Slack tells only the person that it did not understand the answer, and leaves the modal open. */
  #carryOut(view: View, response: JsonObject): SubmissionOutcome {
    try {
      return carryOut(this.workspace, view, response);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.violations.add('bad_answer', `to view_submission, ${error.code}: ${JSON.stringify(response).slice(0, 200)}`);
      this.workspace.views.show(view, new Map(), TROUBLE);
      return 'failed';
    }
  }

  /** The close button of a modal. */
  close(member: Member, view: View): void {
    const { workspace } = this;
    const { content } = view;
    if (content.type !== 'modal') return;
    const closed = content.clear_on_close ? [...workspace.views.stackWith(view)].reverse() : [view];
    if (content.clear_on_close) workspace.views.clear(view);
    else workspace.views.close(view);
    for (const one of closed) {
      if (one.content.type !== 'modal' || !one.content.notify_on_close) continue;
      void this.#send('interactive', viewClosed(workspace, member, one, content.clear_on_close), false);
    }
  }

  /** A slash command, typed in a channel: `/opsknight status`. */
  async command(member: Member, channel: Channel, line: string, windowId?: string): Promise<VisibleError> {
    const { workspace } = this;
    const [name = ''] = /^\/\S+/.exec(line) ?? [];
    const text = line.slice(name.length).trimStart();
    const command = workspace.app.manifest.features.slash_commands.find((one) => one.command === name);
    const answered = (words: string) => {
      slackbotAnswers(workspace, { userId: member.id, channelId: channel.id }, words);
      return words;
    };
    if (!command) return answered(unknownCommand(name));
    const target = { channelId: channel.id, userId: member.id, threadTs: undefined, messageTs: undefined };
    const payload: JsonObject = {
      token: workspace.app.verificationToken,
      team_id: workspace.teamId,
      team_domain: workspace.domain,
      channel_id: channel.id,
      channel_name: channelNameInPayload(channel),
      user_id: member.id,
      user_name: member.name,
      command: name,
      text: command.should_escape ? encodeNames(workspace, text.trim()) : text.trim(),
      api_app_id: workspace.app.id,
      ...(workspace.enterprise
        ? { enterprise_id: workspace.enterprise.id, enterprise_name: workspace.enterprise.name }
        : {}),
      is_enterprise_install: String(workspace.installation.isOrgWide),
      response_url: `${this.baseUrl()}${workspace.responseUrls.issue('commands', target)}`,
      trigger_id: workspace.triggers.issue({ userId: member.id, viewId: undefined, windowId }),
    };
    const acknowledgement = await this.#send('slash_commands', payload, true);
    if (!acknowledgement.acknowledged) {
      const isUnheard = ['no_connection', 'http_error', 'no_retry'].includes(acknowledgement.reason);
      const error = isUnheard ? 'dispatch_failed' : 'operation_timeout';
      return answered(`${name} failed with the error "${error}"`);
    }
    if (Object.keys(acknowledgement.response).length === 0) return undefined;
    try {
      respond(workspace, target, acknowledgement.response);
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.violations.add('bad_answer', `to ${name}, ${error.code}`);
      return answered(`${name} failed with the error "${error.code}"`);
    }
  }

  /** A global shortcut, by its callback_id. */
  async shortcut(member: Member, callbackId: string, name: string, windowId?: string): Promise<VisibleError> {
    const payload: JsonObject = {
      type: 'shortcut',
      ...appPart(this.workspace),
      action_ts: actionTs(),
      user: userPart(member),
      callback_id: callbackId,
      trigger_id: this.workspace.triggers.issue({ userId: member.id, viewId: undefined, windowId }),
    };
    return this.#runShortcut(member, name, payload);
  }

  /** A shortcut in a message's menu. */
  async messageShortcut(
    member: Member,
    channel: Channel,
    message: Message,
    callbackId: string,
    name: string,
    windowId?: string,
  ): Promise<VisibleError> {
    const { workspace } = this;
    const target = { channelId: channel.id, userId: member.id, threadTs: message.threadTs, messageTs: message.ts };
    const payload: JsonObject = {
      type: 'message_action',
      ...appPart(workspace),
      action_ts: actionTs(),
      user: userPart(member),
      channel: channelPart(channel),
      callback_id: callbackId,
      trigger_id: workspace.triggers.issue({ userId: member.id, viewId: undefined, windowId }),
      response_url: `${this.baseUrl()}${workspace.responseUrls.issue('app', target)}`,
      message_ts: message.ts,
      message: messagePart(workspace, message),
    };
    return this.#runShortcut(member, name, payload);
  }

  /** The person opens the app: `app_home_opened` (https://docs.slack.dev/reference/events/app_home_opened). */
  openTab(member: Member, tab: 'home' | 'messages'): void {
    const { workspace } = this;
    workspace.screens.openTab(member.id, tab);
    const dm = workspace.channels.dmWith(member.id);
    const home = workspace.views.homeOf(member.id);
    workspace.announce({
      type: 'app_home_opened',
      body: () => ({
        user: member.id,
        channel: dm.id,
        tab,
        ...(tab === 'home' && home ? { view: viewObject(workspace, home) } : {}),
      }),
    });
  }

  async #runShortcut(member: Member, name: string, payload: JsonObject): Promise<VisibleError> {
    const acknowledgement = await this.#send('interactive', payload, false);
    return acknowledgement.acknowledged
      ? undefined
      : this.#tell(member, `“${name}” did not work: the app did not respond.`);
  }

  /** An app that was uninstalled hears nothing; to people it is an app that is not there. */
  #send(kind: EnvelopeKind, payload: JsonObject, acceptsResponse: boolean): Promise<Acknowledgement> {
    if (!this.workspace.installation.isInstalled)
      return Promise.resolve({ acknowledged: false, reason: 'no_connection' });
    return this.transport.send(kind, payload, acceptsResponse);
  }

  #chosenUrl({ element }: Placed, chosen: StateValue | undefined): string | undefined {
    if (element.type !== 'overflow') return undefined;
    return element.options.find((option) => option === chosen?.selected_option)?.url;
  }

  #tell(member: Member, text: string, surface?: Surface): string {
    const messageTs = surface && 'message' in surface ? surface.message.ts : undefined;
    this.workspace.screens.tell(member.id, text, messageTs);
    return text;
  }
}
