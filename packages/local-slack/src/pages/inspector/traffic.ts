import { isJsonObject, type JsonObject, valueAt } from '../../json.ts';
import type { LocalSlack } from '../../server.ts';
import type { Envelope } from '../../socket-mode/envelopes.ts';
import type { LoggedCall } from '../../web-api/call-log.ts';

/** Something that went between the app and this workspace. */
export interface Exchange {
  /** Names it in the page; the same as long as the workspace runs. */
  readonly id: string;
  readonly at: number;
  readonly direction: 'to app' | 'from app';
  readonly name: string;
  /** What it was about, in a few words. */
  readonly about: string;
  readonly outcome: string;
  readonly state: 'good' | 'bad' | 'waiting';
  readonly sent: JsonObject;
  readonly answer: JsonObject | undefined;
}

const OUTCOMES: Record<Envelope['outcome'], string> = {
  waiting: 'waiting …',
  acknowledged: 'acknowledged',
  timed_out: 'not acknowledged in time',
  no_connection: 'no connection',
  connection_closed: 'connection closed',
};

function textAt(root: unknown, ...path: (string | number)[]): string | undefined {
  const value = valueAt(root, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fromCall(call: LoggedCall, index: number): Exchange {
  const failure =
    call.httpStatus === 0
      ? `connection broken (${call.error ?? 'reply lost'})`
      : `${call.httpStatus} ${call.error ?? ''}`.trim();
  return {
    id: `call-${index}`,
    at: call.at,
    direction: 'from app',
    name: call.method,
    about:
      textAt(call.args, 'text') ?? textAt(call.args, 'view', 'title', 'text') ?? textAt(call.args, 'channel') ?? '',
    outcome: call.ok && call.httpStatus === 200 ? 'ok' : failure,
    state: call.ok && call.httpStatus === 200 ? 'good' : 'bad',
    sent: call.args,
    answer: call.answer,
  };
}

function aboutEnvelope({ payload }: Envelope): string {
  const command = textAt(payload, 'command');
  if (command !== undefined) return `${command} ${textAt(payload, 'text') ?? ''}`;
  return (
    textAt(payload, 'actions', 0, 'action_id') ??
    textAt(payload, 'view', 'callback_id') ??
    textAt(payload, 'callback_id') ??
    textAt(payload, 'event', 'type') ??
    ''
  );
}

function fromEnvelope(envelope: Envelope, index: number): Exchange {
  const { payload, outcome, ackedAfterMs, retryAttempt } = envelope;
  const time = ackedAfterMs === undefined ? '' : ` in ${ackedAfterMs} ms`;
  const retry = retryAttempt > 0 ? ` (attempt ${retryAttempt + 1})` : '';
  return {
    id: `envelope-${index}`,
    at: envelope.sentAt,
    direction: 'to app',
    name: textAt(payload, 'type') ?? envelope.kind,
    about: aboutEnvelope(envelope),
    outcome: `${OUTCOMES[outcome]}${time}${retry}`,
    state: outcome === 'acknowledged' ? 'good' : outcome === 'waiting' ? 'waiting' : 'bad',
    sent: payload,
    answer: envelope.response,
  };
}

function isOf(teamId: string, payload: JsonObject): boolean {
  const team = payload.team;
  return payload.team_id === teamId || (isJsonObject(team) && team.id === teamId);
}

/** Everything between the app and one workspace, oldest first. */
export function trafficOf(slack: LocalSlack, teamId: string): Exchange[] {
  const calls = slack.calls.all
    .map(fromCall)
    .filter((_, index) => [teamId, undefined].includes(slack.calls.all[index]?.teamId));
  const envelopes = slack.envelopes.map(fromEnvelope).filter(({ sent }) => isOf(teamId, sent));
  return [...calls, ...envelopes].toSorted((one, other) => one.at - other.at);
}
