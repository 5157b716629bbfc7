import type { NotificationPlan, Operation } from '../../src/notifications/plan/operations.ts';
import type { Card, Storm } from '../../src/notifications/types.ts';

export const NOW = Date.UTC(2026, 0, 5, 12);

/** A card in Slack, unless said otherwise. */
export function card(id: number, more: Partial<Card> = {}): Card {
  return {
    id,
    connectionId: 1,
    incidentNumber: 7,
    target: '#web',
    channelId: 'CWEB',
    ts: `${id}.0`,
    mentions: false,
    isHome: true,
    movedTo: null,
    isCalledOff: false,
    reroutedFrom: null,
    editing: 'open',
    stormId: null,
    calledBy: null,
    calledAt: null,
    ...more,
  };
}

/** A card that is still to be posted. */
export function unposted(id: number, more: Partial<Card> = {}): Card {
  return card(id, { channelId: null, ts: null, ...more });
}

export function storm(id: number, more: Partial<Storm> = {}): Storm {
  const place = { connectionId: 1, target: '#web', channelId: 'CWEB', ts: `${id}.0`, reroutedFrom: null };
  return { id, ...place, editing: 'open', ...more };
}

/** A plan in short: what is done to what. */
export function inShort(plan: NotificationPlan): string[] {
  return plan.map(shortly);
}

function shortly(operation: Operation): string {
  const { do: what } = operation;
  switch (operation.do) {
    case 'create_card':
      return `${what} ${operation.as} in ${operation.target}${operation.isHome ? ' (home)' : ''}`;
    case 'create_storm':
      return `${what} ${operation.as} in ${operation.target}`;
    case 'change_cards':
      if (operation.set.calledBy) return `called ${operation.ids} by ${operation.set.calledBy}`;
      return `${what} ${operation.ids} ${JSON.stringify(operation.set)}`;
    case 'change_storm':
      return `${what} ${operation.id} ${JSON.stringify(operation.set)}`;
    case 'change_rows':
      return `${what} ${operation.stormId} ${JSON.stringify(operation.set)}`;
    case 'drop_card':
      return `${what} ${operation.id}`;
    case 'owe':
    case 'sum_up': {
      const { work, thread, detail, lane, method, priority } = operation;
      const said = detail === null ? '' : ` ${JSON.stringify(detail)}`;
      const where = thread === null ? '' : ` of ${thread.kind}:${thread.id}`;
      return `${what} ${work.kind}:${work.of}${where}${said} in ${lane.target} by ${method} at ${priority}`;
    }
    case 'continue_thread':
    case 'hurry':
      return `${what} ${operation.work.kind}:${operation.work.of} at ${operation.priority}`;
    case 'take_up_doubt':
      return `${what} ${operation.work.kind}:${operation.work.of}`;
    case 'withdraw':
    case 'give_up_doubts':
      return `${what} ${works(operation.works)}`;
    case 'ask_for_channel':
      return `${what} ${operation.nameTemplate}`;
    case 'forgo_channels':
      return `${what} ${operation.cardIds}`;
    case 'withdraw_deliveries':
      return `${what} ${operation.ids}`;
    case 'join_thread':
      return `${what} ${works(operation.works)} to ${operation.thread.kind}:${operation.thread.id}`;
    case 'change_lane':
      return `${what} ${Array.isArray(operation.of) ? works(operation.of) : `${operation.of.kind}:${operation.of.id}`} to ${operation.lane.target}`;
    case 'add_line':
      return `${what} ${operation.eventId} to ${operation.stormId}`;
    case 'release_lines':
    case 'forget_lines':
      return `${what} ${operation.stormId}`;
    case 'plan_contacts':
      return `${what} ${operation.contacts.map(({ method, target }) => `${method} of ${target}`).join(', ')}`;
    case 'change_contact':
      return `${what} ${operation.id} ${JSON.stringify(operation.set)}`;
    case 'end_quiet_hours':
    case 'call_off_contacts':
      return what;
    case 'note_closed_channel':
      return `${what} ${operation.lane.target} ${operation.code}`;
  }
}

function works(all: { kind: string; of: number | string }[]): string {
  return all.map(({ kind, of }) => `${kind}:${of}`).join(' ');
}
