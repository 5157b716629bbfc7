import { SECOND } from '../../lib/clock.ts';
import { NotTaken } from '../../notifications/queue/outside.ts';
import { INSTANCE_HEADER } from '../../notifications/webhooks/store.ts';
import { compileJsonPath } from '../../routing/json-path.ts';
import type { OutsideOutcome, OutsideSubject } from '../../runbooks/outside-steps.ts';
import type { StepResult } from '../../runbooks/types.ts';
import type { WebRequest } from '../../settings/schema/runbooks/effects.ts';
import { withSecrets } from '../../settings/schema/runbooks/placeholders.ts';
import { postForAnswer } from '../post.ts';
import { secretOf, type WebhookWorld } from '../webhooks/request.ts';
import { SIGNATURE_HEADER, signatureOf } from '../webhooks/signature.ts';

export const PATIENCE = 15 * SECOND;
/** Of one thing that is kept of an answer. */
const MAX_KEPT = 500;
/** `[secret.NAME]` is this variable of the environment: no other one can be named. */
const SECRETS = 'RUNBOOK_SECRET_';

/** Nothing has come to the other side. */
const NOT_THERE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** It has said that it has done nothing. */
const DID_NOTHING: ReadonlySet<string> = new Set(['http_408', 'http_425', 'http_429', 'http_503']);

/** Sends what a runbook says, signed where it says so, and keeps what it wants of the answer. */
export async function callWebhook(
  request: WebRequest,
  subject: OutsideSubject,
  world: WebhookWorld,
  stopping: AbortSignal,
): Promise<OutsideOutcome> {
  const { hosts, environment } = world;
  if (hosts && !hosts.allows(request.url)) return { kind: 'refused', code: 'host_not_allowed' };
  const sent = withSecrets(
    JSON.stringify({ headers: request.headers, body: request.body ?? about(subject) }),
    (name) => {
      const value = environment[SECRETS + name]?.trim();
      return value && JSON.stringify(value).slice(1, -1);
    },
  );
  if ('missing' in sent) return { kind: 'refused', code: 'secret_missing' };
  const { headers, body: told } = JSON.parse(sent.text) as { headers: Record<string, string>; body: unknown };
  const body = JSON.stringify(told);
  const signed =
    request.secretEnv === null ? null : secretOf({ secret_env: request.secretEnv, url: request.url }, world);
  if (signed && 'obstacle' in signed) return { kind: 'refused', code: signed.obstacle };
  const own = {
    'Content-Type': 'application/json',
    'OpsKnight-Delivery': subject.id,
    [INSTANCE_HEADER]: await world.instance(),
    ...(signed && { [SIGNATURE_HEADER]: signatureOf(body, signed.secret, world.now()) }),
  };
  try {
    const answer = await postForAnswer(request.url, { headers: { ...headers, ...own }, body }, stopping);
    return { kind: 'done', result: kept(answer, request.keep) };
  } catch (error) {
    if (error instanceof NotJson) return { kind: 'refused', code: 'not_json' };
    if (!(error instanceof NotTaken)) throw error;
    const { code, retryAfter, why } = error;
    if (NOT_THERE.has(code) || DID_NOTHING.has(code)) return { kind: 'not_taken', code, wait: retryAfter };
    return why === 'refused' ? { kind: 'refused', code } : { kind: 'unknown' };
  }
}

/** What is said without a `body`. */
function about({ runbook, facts }: OutsideSubject) {
  const { 'incident.number': number, 'incident.urgency': urgency, 'incident.status': status } = facts;
  const { 'incident.title': title, 'incident.service': service, 'incident.url': url } = facts;
  return { runbook, incident: { number, urgency, status, title, service, url } };
}

class NotJson extends Error {}

function kept(answer: string, keep: WebRequest['keep']): StepResult {
  const names = Object.entries(keep);
  if (names.length === 0) return {};
  const body = readJson(answer);
  return Object.fromEntries(
    names.map(([name, path]) => {
      const [value] = compileJsonPath(path).find(body, 1);
      const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
      return [name, text.slice(0, MAX_KEPT)];
    }),
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotJson();
  }
}
