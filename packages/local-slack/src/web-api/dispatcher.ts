import type { Faults } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import type { OAuth } from '../oauth/oauth.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { demandAcceptedArguments } from './accepted-arguments.ts';
import { Args, demandScope } from './call.ts';
import type { CallLog } from './call-log.ts';
import { demandTeam, workspaceOf } from './caller.ts';
import { ApiError, invalidArguments } from './errors.ts';
import type { Tier } from './method.ts';
import { METHODS } from './methods/all.ts';
import { TOKENLESS_METHODS } from './methods/oauth.ts';
import type { RateLimits } from './rate-limits.ts';
import type { ApiRequest } from './request.ts';
import { warned, warningsOf } from './warnings.ts';

/** How a call ends: with an answer, with a broken connection, or not at all. */
export type Ending =
  | { answer: { status: number; body: JsonObject; headers: Record<string, string> } }
  | { broken: true }
  | { never: true };

/** The app's own side of Slack: its app-level token. */
export interface AppConnections {
  readonly appToken: string;
  readonly appTokenState: 'good' | 'token_revoked';
  readonly isSocketModeOn: boolean;
  /** As `auth.test` names it to an app-level token. */
  readonly app: { readonly app_name: string; readonly app_id: string };
  /** A WebSocket address that is good once. */
  issueUrl(): string;
}

interface Surroundings {
  workspaces: readonly Workspace[];
  connections: AppConnections;
  oauth: OAuth;
  faults: Faults;
  limits: RateLimits;
  log: CallLog;
}

interface Incoming {
  name: string;
  verb: string;
  request: ApiRequest;
  /** The one whose bot token came with the call. */
  workspace: Workspace | undefined;
  isReplyLost: boolean;
}

/** A call that is allowed: how often it may come, and what it does. */
interface Prepared {
  tier: Tier;
  run: () => JsonObject;
}

const OPEN_CONNECTION = 'apps.connections.open';

const wait = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });

/** Where a call posts, however the app names it: the limit is the channel's, not the name's. */
function channelOf({ workspace, request }: Incoming): string | undefined {
  const named = new Args(request.args).text('channel');
  if (!workspace || named === undefined) return named;
  const { channels } = workspace;
  const direct = () => channels.all.find((one) => channels.isWithApp(one) && one.members.has(named));
  return (channels.byId(named) ?? channels.byName(named) ?? direct())?.id ?? named;
}

/** Takes a Web API call through everything that can happen to it. */
export class Dispatcher {
  constructor(private readonly around: Surroundings) {}

  async call(name: string, verb: string, request: ApiRequest): Promise<Ending> {
    const { faults, workspaces } = this.around;
    const workspace = workspaceOf(workspaces, request.token, request.args);
    const coming: Incoming = { name, verb, request, workspace, isReplyLost: false };
    for (const fault of faults.take(name, request.args)) {
      switch (fault.kind) {
        case 'slow':
          await wait(fault.delayMs);
          break;
        case 'hang':
          this.#record(coming, 0, { ok: false, error: 'hang' });
          return { never: true };
        case 'refused':
          this.#record(coming, 0, { ok: false, error: 'refused' });
          return { broken: true };
        case 'rate_limited':
          return this.#limited(coming, fault.retryAfterSeconds);
        case 'http_error':
          return this.#answer(coming, fault.status, { ok: false, error: 'internal_error' });
        case 'error':
          return this.#answer(coming, 200, { ok: false, error: fault.code });
        case 'lost_reply':
          coming.isReplyLost = true;
          break;
      }
    }
    return this.#perform(coming);
  }

  #perform(coming: Incoming): Ending {
    try {
      const { tier, run } = this.#prepare(coming);
      const seconds = this.around.limits.take(coming.workspace?.teamId ?? 'app', coming.name, tier, channelOf(coming));
      if (seconds !== undefined) return this.#limited(coming, seconds);
      const warnings = warningsOf(coming.name, coming.request);
      return this.#answer(coming, 200, warned({ ok: true, ...run() }, warnings));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return this.#answer(coming, 200, { ok: false, error: error.code, ...error.detail });
    }
  }

  /** Everything that is checked before the method itself looks at its arguments. */
  #prepare({ name, verb, request, workspace }: Incoming): Prepared {
    const { token, args, isJson } = request;
    const tokenless = TOKENLESS_METHODS.get(name);
    if (tokenless) {
      demandAcceptedArguments(name, args);
      const { oauth } = this.around;
      return { tier: 'special', run: () => tokenless({ oauth, args: new Args(args), basic: request.basic }) };
    }
    const method = METHODS.get(name);
    if (!method && name !== OPEN_CONNECTION) throw new ApiError('unknown_method', { req_method: name });
    if (token === undefined) throw new ApiError('not_authed');
    const isAppToken = token === this.around.connections.appToken;
    if (!isAppToken && !workspace) throw new ApiError('invalid_auth');
    if (isAppToken) return this.#prepareOfApp(name, verb);
    if (!method || !workspace) throw new ApiError('not_allowed_token_type');
    const state = workspace.installation.stateOf(token) ?? 'account_inactive';
    if (state !== 'good') throw new ApiError(state);
    demandTeam(workspace, name, args);
    if (verb === 'GET' && !method.reads) throw invalidArguments('must be called with POST');
    if (method.scopes.length > 0) demandScope(workspace, ...method.scopes);
    demandAcceptedArguments(name, args);
    const understood = new Args(method.reads && isJson ? {} : args);
    return { tier: method.tier, run: () => method.run({ workspace, args: understood }) };
  }

  /** The two methods that take an app-level token. */
  #prepareOfApp(name: string, verb: string): Prepared {
    const { connections } = this.around;
    if (name !== OPEN_CONNECTION && name !== 'auth.test') throw new ApiError('not_allowed_token_type');
    if (connections.appTokenState !== 'good') throw new ApiError(connections.appTokenState);
    if (name === 'auth.test') return { tier: 'special', run: () => ({ ...connections.app }) };
    if (verb === 'GET') throw invalidArguments('must be called with POST');
    const warning = { response_metadata: { messages: ['[WARN] Socket Mode is not turned on.'] } };
    const run = () => ({ url: connections.issueUrl(), ...(connections.isSocketModeOn ? {} : warning) });
    return { tier: 'opening', run };
  }

  #limited(coming: Incoming, seconds: number): Ending {
    return this.#answer(coming, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) });
  }

  #answer(coming: Incoming, status: number, body: JsonObject, extra: Record<string, string> = {}): Ending {
    this.#record(coming, coming.isReplyLost ? 0 : status, body);
    if (coming.isReplyLost) return { broken: true };
    const headers = { ...extra };
    if (coming.workspace) headers['x-oauth-scopes'] = [...coming.workspace.scopes].join(',');
    const accepted = METHODS.get(coming.name)?.scopes.join(',');
    if (accepted) headers['x-accepted-oauth-scopes'] = accepted;
    return { answer: { status, body, headers } };
  }

  #record({ name, request, workspace }: Incoming, httpStatus: number, body: JsonObject): void {
    const { args } = request;
    const error = typeof body.error === 'string' ? body.error : undefined;
    const outcome = { ok: body.ok === true, error, httpStatus, answer: httpStatus === 0 ? undefined : body };
    this.around.log.add({ at: Date.now(), method: name, args, teamId: workspace?.teamId, ...outcome });
  }
}
