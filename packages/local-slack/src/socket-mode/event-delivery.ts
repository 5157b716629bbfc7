import type { Transport } from '../delivery/transport.ts';
import { slackId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Timing } from '../timing.ts';
import type { WorkspaceEvent } from '../workspace/events.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Acknowledgement } from './envelopes.ts';

/** Slack's word for why an event comes again. */
function reasonOf(acknowledgement: Acknowledgement, isHttp: boolean): string {
  if (acknowledgement.acknowledged || acknowledgement.reason === 'timeout') return isHttp ? 'http_timeout' : 'timeout';
  return acknowledgement.reason === 'http_error' ? 'http_error' : 'connection_failed';
}

/** Brings events to the app: only those it asked for and may see, and again when they are not acknowledged. */
export class EventDelivery {
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped = false;

  constructor(
    private readonly transport: Transport,
    private readonly timing: Timing,
    private readonly isHttp: boolean,
  ) {}

  emit(workspace: Workspace, event: WorkspaceEvent): void {
    const { settings } = workspace.app.manifest;
    const isWanted = settings.event_subscriptions.bot_events.includes(event.subscription ?? event.type);
    const mayBeSeen = event.scope === undefined || workspace.scopes.has(event.scope);
    if (!isWanted || !mayBeSeen) return;
    if (!workspace.installation.isInstalled && event.type !== 'app_uninstalled' && event.type !== 'tokens_revoked')
      return;
    void this.#deliver(this.#payload(workspace, event), 0, '');
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** https://docs.slack.dev/apis/events-api#retries */
  async #deliver(payload: JsonObject, attempt: number, reason: string): Promise<void> {
    const acknowledgement = await this.transport.send('events_api', payload, false, { attempt, reason });
    const delay = this.timing.eventRetryDelaysMs[attempt];
    if (acknowledgement.acknowledged || delay === undefined || this.#stopped) return;
    if (acknowledgement.reason === 'no_retry') return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        void this.#deliver(payload, attempt + 1, reasonOf(acknowledgement, this.isHttp));
      },
      // What a broken socket left behind goes to another one at once.
      acknowledgement.reason === 'connection_closed' ? 0 : delay,
    );
    this.#timers.add(timer);
  }

  /** https://docs.slack.dev/apis/events-api#callback-field */
  #payload(workspace: Workspace, event: WorkspaceEvent): JsonObject {
    const seesEmail = workspace.scopes.has('users:read.email');
    return {
      token: workspace.app.verificationToken,
      team_id: workspace.teamId,
      context_team_id: workspace.teamId,
      ...(workspace.enterprise ? { enterprise_id: workspace.enterprise.id } : {}),
      context_enterprise_id: workspace.enterprise?.id ?? null,
      api_app_id: workspace.app.id,
      event: { type: event.type, ...event.body(seesEmail), event_ts: workspace.timestamps.next() },
      type: 'event_callback',
      event_id: slackId('Ev'),
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [
        {
          enterprise_id: workspace.enterprise?.id ?? null,
          team_id: workspace.installation.isOrgWide ? null : workspace.teamId,
          user_id: workspace.botUserId,
          is_bot: true,
          is_enterprise_install: workspace.installation.isOrgWide,
        },
      ],
      is_ext_shared_channel: false,
    };
  }
}
