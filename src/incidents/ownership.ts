import { type Page, pageToAccount } from '../oncall/call.ts';
import { type Actor, isSamePerson } from '../people/actor.ts';
import type { Assignee } from '../people/assignee.ts';
import type { DecisionContext } from './change.ts';
import { accept, type Decision, reject } from './decision.ts';
import type { TimelineFact } from './timeline.ts';
import type { Incident } from './types.ts';

/** It becomes the actor's own, unless somebody has it. */
export function acknowledge(incident: Incident, context: DecisionContext): Decision {
  const { state } = incident;
  if (state.status === 'ACKNOWLEDGED') {
    const { by, at } = state;
    if (isSamePerson(by, context.actor)) return reject({ reason: 'already_theirs', owner: by });
    return reject({ reason: 'already_acknowledged', by, at });
  }
  if (state.status === 'RESOLVED') return reject({ reason: 'already_resolved', by: state.by, at: state.at });
  return accept(
    incident,
    context,
    {
      state: { status: 'ACKNOWLEDGED', by: context.actor, at: context.now },
      firstAcknowledgedAt: incident.firstAcknowledgedAt ?? context.now,
    },
    [{ kind: 'acknowledged' }],
    { set: [], cancel: ['escalate', 'wake'] },
  );
}

/**
 * It becomes somebody's, whoever had it before: acknowledged, so that escalation stops. Who gets it from another is called to it;
 * who loses it to another is told. To take what nobody has is to acknowledge it.
 */
export function assign(incident: Incident, to: Assignee, context: DecisionContext): Decision {
  const { state } = incident;
  if (state.status === 'RESOLVED') return reject({ reason: 'not_while', status: 'RESOLVED' });
  if (!to.fit) return reject({ reason: 'unfit_assignee', flaw: to.flaw });
  const { person } = to;
  const { actor, now, directory } = context;
  const owner = ownerOf(incident);
  if (isSamePerson(owner, person)) return reject({ reason: 'already_theirs', owner: person });
  const isTaken = isSamePerson(actor, person);
  if (isTaken && !owner) return acknowledge(incident, context);
  const fact: TimelineFact = {
    kind: 'assigned',
    to: person,
    from: owner,
    called: isTaken ? null : pageToAccount(person, directory),
    told: loser(incident, context),
  };
  return accept(
    incident,
    context,
    {
      state: { status: 'ACKNOWLEDGED', by: person, at: now },
      firstAcknowledgedAt: incident.firstAcknowledgedAt ?? now,
    },
    [fact],
    { set: [], cancel: ['escalate', 'wake'] },
  );
}

/** The owner, to be told that another one has taken it away from them; null where nobody loses anything unasked. */
export function loser(incident: Incident, { actor, directory }: DecisionContext): Page | null {
  const owner = ownerOf(incident);
  // The app's own clock has asked them first.
  if (owner?.kind !== 'person' || actor.kind === 'clock' || isSamePerson(owner, actor)) return null;
  return pageToAccount(owner, directory);
}

/** Who has it; null for nobody. */
export function ownerOf({ state }: Incident): Actor | null {
  return state.status === 'ACKNOWLEDGED' ? state.by : null;
}
