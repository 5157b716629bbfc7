import type { AskedCommand } from '../../../incidents/commands.ts';
import type { Each } from './operation.ts';
import type { Step } from './operations.ts';

/** What a step asks for when its turn has come, as data. */
export type Effect =
  /** Of the incident: it and the step's end are one transaction. */
  | { do: 'command'; command: AskedCommand }
  /** Somebody is to have it; the first whom this leads to. */
  | { do: 'assign'; to: string }
  /** People are called to it, also in one transaction with the step's end. */
  | { do: 'page'; people: readonly string[] }
  /** The incident's own channel is to be there: one that it has is used, so that asking twice makes none. */
  | { do: 'make_channel'; name: string; purpose: string | null; people: readonly string[] }
  /** Into the incident's own channel. Whoever is in it already is left alone. */
  | { do: 'invite'; people: readonly string[] }
  /** Owed to Slack, whose courier looks for what may be there before it posts again. */
  | { do: 'say'; channel: string; says: Saying }
  /** Asked in the same way; the answer, or the end of the time for it, ends the step. */
  | { do: 'ask'; channel: string; question: Question }
  /** The step is at its end by then, or as soon as what it waits for is so: storage sees to it. */
  | { do: 'wait' }
  /** A call about a channel or a message in it, which changes nothing the second time; or it is not made again, and people are asked. */
  | { do: 'slack'; channel: string; call: ChannelCall }
  /** Past Slack, begun on disk first. Whether one that was cut short has arrived, only whoever wrote the runbook can know. */
  | { do: 'outside'; call: OutsideCall }
  /** Steps within the step, written with its beginning in one transaction. */
  | { do: 'steps'; children: Child[]; together: boolean };

/** What is posted, with its placeholders. */
export interface Saying {
  message: string;
  blocks: readonly Record<string, unknown>[] | null;
}

export interface Question {
  text: string;
  choices: readonly string[];
  /** Who may answer; empty for everybody who may act. */
  to: readonly string[];
  /** Milliseconds. */
  patience: number;
}

export type ChannelCall =
  | { method: 'conversations.setTopic'; topic: string }
  | { method: 'bookmarks.add'; title: string; link: string }
  /** `step`: what the step that has posted the message is called. */
  | { method: 'pins.add'; step: string };

export type OutsideCall =
  | { kind: 'webhook'; request: WebRequest; isRepeatable: boolean }
  /** `name`: as the operator has registered it on the server. */
  | { kind: 'action'; name: string; isRepeatable: boolean };

export interface WebRequest {
  url: string;
  /** With `[secret.NAME]` as it is written: a secret is put in when it is sent, and kept nowhere. */
  headers: Readonly<Record<string, string>>;
  /** JSON; null for the incident. */
  body: unknown;
  /** The name of the environment variable with what it is signed with. */
  secretEnv: string | null;
  /** What later steps need of the answer: paths into it, by name. */
  keep: Readonly<Record<string, string>>;
}

export interface Child {
  step: Step;
  /** For whom or what, within `for_each`. */
  each: Each | null;
}
