/** A Slack account that does something. `userId` is the OpsKnight user it maps to, null when none does ("via Slack"). */
export interface PersonActor {
  kind: 'person';
  connectionId: number;
  slackUserId: string;
  /** The display name people know in Slack, without "@". */
  name: string;
  userId: number | null;
}

/** A Slack account. */
export type SlackAccount = Pick<PersonActor, 'connectionId' | 'slackUserId'>;

/** Who did it: a person in Slack, a monitoring system, a runbook, or the app's own clock. */
export type Actor =
  | PersonActor
  | { kind: 'monitor'; name: string }
  | { kind: 'runbook'; name: string }
  | { kind: 'clock' };

/** Whether both are the same Slack account; whatever is no person is nobody's. */
export function isSamePerson(one: Actor | null, other: Actor): boolean {
  if (one?.kind !== 'person' || other.kind !== 'person') return false;
  return one.connectionId === other.connectionId && one.slackUserId === other.slackUserId;
}
