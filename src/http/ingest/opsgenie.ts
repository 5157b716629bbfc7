import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { PlainCommand } from '../../incidents/commands.ts';
import type { Outcome } from '../../incidents/service.ts';
import { type Incident, parseIncidentKey } from '../../incidents/types.ts';
import type { ApiKey } from '../../keys/store.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { HttpDeps } from '../deps.ts';
import { eyesOf, knownToKey } from '../known-to-key.ts';
import { RefusedRequest } from '../refused-request.ts';
import { dedupKeyOf, sourceOf } from './alert.ts';
import { authorizationKey, type KeyHolder, type ScopeOf, secretIn, toReadOrAct } from './bearer.ts';
import { alertBodyLimit } from './body.ts';
import { takeInOne } from './intake.ts';
import { ALERT_ACTIONS, type AlertAction, resultOf } from './opsgenie/actions.ts';
import { type Body, readBody, sourceIn, textIn, UnprocessableBody } from './opsgenie/body.ts';
import { readCreate } from './opsgenie/create.ts';
import { findAlert, type IdentifierType, identifierTypeOf } from './opsgenie/find.ts';
import { type DoneRequest, readRequestId, requestIdOf } from './opsgenie/request-id.ts';
import { alertAsShown, requestAsShown } from './opsgenie/shown.ts';
import { refuseWhenBusy } from './overload.ts';
import { guardsOf, monitor } from './receive.ts';

/*
 * Opsgenie's Alert API (https://docs.opsgenie.com/docs/alert-api), answered as Opsgenie does, so that whatever can send to Opsgenie
 * sends to us when its address is changed. One of our keys is the GenieKey; an alert is an incident, its alias the dedup key.
 */

type Env = { Variables: KeyHolder['Variables'] & { startedAt: UtcMs } };
type Done = Omit<DoneRequest, 'at'>;

export function opsgenieRoutes(deps: HttpDeps): Hono {
  const { clock, store } = deps;
  const app = new Hono<Env>();
  const answer = (c: Context<Env>, status: 200 | 202 | 422 | RefusedRequest['status'], body: object, id?: string) =>
    c.json({ ...body, ...stamp(c, clock.now(), id) }, status);
  const accept = (c: Context<Env>, done: Done) => {
    const id = requestIdOf({ ...done, at: clock.now() }, secretOf(c));
    return answer(c, 202, { result: 'Request will be processed' }, id);
  };

  app.onError((error, c) => {
    if (error instanceof UnprocessableBody) return answer(c, 422, { message: error.message, errors: error.errors });
    if (!(error instanceof RefusedRequest)) throw error;
    for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
    return answer(c, error.status, { message: error.message });
  });

  app.use('/v2/alerts/*', async (c, next) => {
    c.set('startedAt', clock.now());
    await next();
  });
  app.use('/v2/alerts/*', authorizationKey(deps, 'GenieKey', scopeOf));
  app.on(['POST', 'PUT'], '/v2/alerts/*', refuseWhenBusy(deps.pendingWrites), alertBodyLimit);

  app.post('/v2/alerts', async (c) => accept(c, await create(await readBody(c), c.var.apiKey, deps)));
  for (const action of ALERT_ACTIONS) {
    app.on(action.method, `/v2/alerts/:identifier/${action.path}`, async (c) => {
      const incident = await findMeant(c, deps);
      const meant = { incident, by: identifierTypeIn(c), identifier: c.req.param('identifier') };
      const done = await act(action, await readBody(c), meant, c.var.apiKey, deps);
      return accept(c, done);
    });
  }

  app.get('/v2/alerts/requests/:id', async (c) => {
    const request = readRequestId(c.req.param('id'), secretOf(c));
    if (!request) throw new RefusedRequest(404, 'Request not found. It might not be processed, yet.');
    // What came of the request is in its id; of an incident that the key may not know of, no more is told.
    const incident = await knownToKey(request.incident, c.var.apiKey, store);
    return answer(c, 200, { data: requestAsShown(request, incident, c.var.apiKey.id) });
  });
  app.get('/v2/alerts/:identifier', async (c) => {
    const incident = await findMeant(c, deps);
    if (!incident || !(await store.isVisible(incident.number, eyesOf(c.var.apiKey))))
      throw new RefusedRequest(404, 'Alert does not exist');
    const { state } = incident;
    // Of one that has become private since, or another project's, not even how it stands is told.
    const survivor = state.status === 'MERGED' ? await knownToKey(state.into, c.var.apiKey, store) : null;
    return answer(c, 200, { data: alertAsShown(incident, survivor) });
  });
  app.all('/v2/alerts/*', () => {
    throw new RefusedRequest(404, "OpsKnight does not have this part of Opsgenie's Alert API.");
  });
  return new Hono().route('/', app);
}

/** What every answer of Opsgenie carries, in the body and in the headers: its SDKs read either. */
function stamp(c: Context<Env>, now: UtcMs, requestId: string = randomUUID()): { took: number; requestId: string } {
  const took = Math.max(0, now - c.var.startedAt) / 1_000;
  c.header('X-Request-Id', requestId);
  c.header('X-Response-Time', String(took));
  return { took, requestId };
}

/** What came of a request is for whoever has made it. */
const scopeOf: ScopeOf = (c) =>
  toReadOrAct(c) === 'read' && !c.req.path.startsWith('/v2/alerts/requests/') ? 'read' : 'alerts';

function secretOf(c: Context<Env>): string {
  return secretIn(c, 'GenieKey') ?? '';
}

function identifierTypeIn(c: Context<Env>): IdentifierType {
  return identifierTypeOf(c.req.query('identifierType'));
}

function findMeant(c: Context<Env>, { store }: HttpDeps) {
  return findAlert(c.req.param('identifier') ?? '', identifierTypeIn(c), c.var.apiKey, store);
}

/** To close one of several alerts leaves the incident to the others. */
function ofOneAlert(command: PlainCommand): PlainCommand[] {
  if (command.type !== 'resolve') return [command];
  const { note } = command;
  return [...(note ? [{ type: 'note' as const, text: note }] : []), { type: 'resolve_alert' }];
}

async function create(body: Body, key: ApiKey, deps: HttpDeps): Promise<Done> {
  const draft = await readCreate(body, deps.settings);
  const receipt = await takeInOne(draft, key, deps);
  const incident = receipt.incident === null ? null : parseIncidentKey(receipt.incident);
  return { action: 'Create', result: receipt.action === 'opened' ? 'done' : 'counted', incident };
}

/** What a request is about; null when there is none, as far as the key may know. */
interface Meant {
  incident: Incident | null;
  by: IdentifierType;
  /** What its sender calls it by. */
  identifier: string;
}

/** Does it, and says what came of it. Without an incident nothing does: Opsgenie has accepted a request before it looks. */
async function act(
  { action, commands }: AlertAction,
  body: Body,
  { incident, by, identifier }: Meant,
  key: ApiKey,
  { incidents }: HttpDeps,
): Promise<Done> {
  const asked = commands(body);
  if (!incident) return { action, result: 'alert_missing', incident: null };
  const { number, dedupKey, alertServiceId } = incident;
  const actor = monitor(sourceOf(textIn(body, 'user') ?? sourceIn(body).name), key);
  // An incident that counts several alerts is not over with the one that is meant.
  const isOneOfSeveral = incident.joinedAlerts > 0 || incident.state.status === 'MERGED';
  // An alias is the alert's, which may have opened an incident in each service that it has had.
  const execute = async (command: PlainCommand): Promise<Outcome[]> => {
    if (by !== 'alias' && !isOneOfSeveral) return [await incidents.execute(number, command, actor, guardsOf(key))];
    const heard = await incidents.executeForAlert(
      by === 'alias'
        ? { dedupKey: dedupKeyOf(identifier.trim()), serviceId: key.serviceId }
        : { dedupKey, serviceId: alertServiceId },
      command,
      actor,
      guardsOf(key),
    );
    return heard.kind === 'heard' ? heard.outcomes : [heard];
  };
  for (const command of isOneOfSeveral ? asked.flatMap(ofOneAlert) : asked) {
    const outcomes = await execute(command);
    if (outcomes.some(({ kind }) => kind === 'done')) continue;
    const [refused] = outcomes;
    if (refused?.kind === 'rejected') return { action, result: resultOf(refused.rejection), incident: number };
    return { action, result: 'alert_missing', incident: null };
  }
  return { action, result: asked.length > 0 ? 'done' : 'no_effect', incident: number };
}
