import type { Outside } from '../../runbooks/outside-steps.ts';
import type { WebhookWorld } from '../webhooks/request.ts';
import { patienceOf, type RegisteredAction, runRegistered } from './actions.ts';
import { callWebhook, PATIENCE } from './webhook.ts';

export interface OutsideRunbookDeps extends WebhookWorld {
  actions: readonly RegisteredAction[];
  /** Whether only the members of some private channel may see an incident; in doubt it is so. */
  isPrivate(incidentNumber: number): Promise<boolean>;
}

/** What runbooks do past Slack. What is private is nobody's business there. */
export function outsideOfRunbooks(deps: OutsideRunbookDeps): Outside {
  const registered = (name: string) => deps.actions.find((one) => one.name === name);
  return {
    async call(call, subject, stopping) {
      if (await deps.isPrivate(subject.incidentNumber)) return { kind: 'refused', code: 'incident_is_private' };
      if (call.kind === 'webhook') return callWebhook(call.request, subject, deps, stopping);
      const action = registered(call.name);
      return action ? runRegistered(action, subject, stopping) : { kind: 'refused', code: 'unknown_action' };
    },
    patience(call) {
      if (call.kind === 'webhook') return PATIENCE;
      const action = registered(call.name);
      return action ? patienceOf(action) : 0;
    },
  };
}
