import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Outcome } from '../../incidents/service.ts';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import type { Invitation } from '../../notifications/contacts/acknowledge-link.ts';
import type { Actor, PersonActor } from '../../people/actor.ts';
import { actorName } from '../../words/plain-writer.ts';
import { rejectionSentence } from '../../words/rejections.ts';
import type { HttpDeps } from '../deps.ts';
import { fieldOf, formLimit, readForm } from './forms.tsx';
import { MessageFrame, MessagePage, page } from './layout.tsx';
import { keyAndTitle } from './words.ts';

/** Somebody who was called, and to what. */
interface Called {
  Variables: { invitation: Invitation; actor: PersonActor; incident: Incident };
}

/**
 * `/acknowledge/:token`, the link in a page that went past Slack. GET only shows, so that previews and scanners change nothing; POST
 * acknowledges, as the person who was called. The link is the proof of who that is: no sign-in, so that it works while Slack is away.
 */
export function acknowledgeRoutes(deps: HttpDeps): Hono<Called> {
  const routes = new Hono<Called>();

  const calledElse = (refuse: (c: Context, why: string) => Response | Promise<Response>) =>
    createMiddleware<Called>(async (c, next) => {
      c.header('Referrer-Policy', 'no-referrer');
      const invitation = await deps.acknowledgeLinks.read(c.req.param('token') ?? '', deps.clock.now());
      const incident = invitation && (await deps.store.get(invitation.incidentNumber));
      if (!invitation || !incident) return refuse(c, 'This link was not copied whole, or is older than a week.');
      const { eventId } = invitation;
      if (eventId !== null && (await deps.store.isReopenedSince(incident.number, eventId))) {
        return refuse(c, 'The incident was resolved and opened again since you were called.');
      }
      const actor = await actorOf(invitation, deps);
      if (!actor) return refuse(c, 'Whoever was called may not work on incidents any more.');
      c.set('invitation', invitation);
      c.set('incident', incident);
      c.set('actor', actor);
      return next();
    });
  const called = calledElse(refuse);

  const acknowledge = (c: Context<Called>): Promise<Outcome> =>
    deps.incidents.executeAsCalled(c.var.incident.number, { type: 'acknowledge' }, c.var.actor);

  routes.get('/acknowledge/:token', called, async (c) => {
    const { actor, incident, invitation } = c.var;
    const isKnown = await deps.mayKnow(incident.number, invitation.email);
    return page(c, <Question actor={actor} incident={incident} isKnown={isKnown} />);
  });

  routes.post('/acknowledge/:token', formLimit, called, async (c) => {
    const outcome = await acknowledge(c);
    const key = incidentKey(c.var.incident.number);
    if (outcome.kind === 'done') {
      return page(c, <MessagePage title={`${key} is yours`}>Acknowledged by {actorName(c.var.actor)}.</MessagePage>);
    }
    c.status(409);
    const name = (await deps.mayKnow(c.var.incident.number, c.var.invitation.email)) ? actorName : nobodysName;
    return page(c, <MessagePage title="Nothing was changed">{sentence(outcome, name, deps)}</MessagePage>);
  });

  // What Twilio asks when a key of the telephone was pressed (https://www.twilio.com/docs/voice/twiml/gather#action).
  routes.post('/acknowledge/:token/call', formLimit, calledElse(sayRefusal), async (c) => {
    if (fieldOf(await readForm(c), 'Digits') !== '1') return speak(c, ASK_AGAIN);
    return speak(c, say(spokenOutcome(await acknowledge(c))));
  });

  return routes;
}

/** A call without a word would be the application's error in Twilio's eyes, and it would say that. */
const sayRefusal = (c: Context, why: string) => speak(c, say(`Nothing was changed. ${why}`));

function speak(c: Context, twiml: string): Response {
  return c.body(`<Response>${twiml}</Response>`, 200, { 'Content-Type': 'text/xml' });
}

/** @param words without markup */
const say = (words: string) => `<Say>${words}</Say>`;

/** What is pressed next comes to the same address. */
const ASK_AGAIN = `<Gather numDigits="1" timeout="10" method="POST">${say('Nothing was changed. Press 1 to acknowledge.')}</Gather>`;

/** Twilio asks again when our answer is lost, so "already yours" may be about the key that was just pressed. */
function spokenOutcome(outcome: Outcome): string {
  if (outcome.kind === 'done') return 'Acknowledged. The incident is yours.';
  if (outcome.kind !== 'rejected') return 'Nothing was changed. The incident is not there any more.';
  switch (outcome.rejection.reason) {
    case 'already_theirs':
      return 'Acknowledged. The incident is yours.';
    case 'already_acknowledged':
      return 'Nothing was changed. Somebody else has the incident already.';
    case 'already_resolved':
      return 'Nothing was changed. The incident is over already.';
    default:
      return 'Nothing was changed.';
  }
}

/** Whoever was called: a user of opsknight.yml, by their Slack account where they have one. Null when they may not act. */
async function actorOf({ connectionId, email }: Invitation, { people }: HttpDeps): Promise<PersonActor | null> {
  const user = (await people.users()).find((one) => one.email === email);
  if (!user || user.role === 'viewer') return null;
  const match = await people.accountOf(connectionId, email);
  const account = match.kind === 'found' ? match.account : { slackUserId: email, displayName: user.name };
  const { slackUserId, displayName: name } = account;
  return { kind: 'person', connectionId, slackUserId, name, userId: user.id };
}

/** Of a private incident, somebody who is not of its channel hears the number alone, and not who works on it. */
const nobodysName = () => 'somebody';

interface QuestionProps {
  actor: PersonActor;
  incident: Incident;
  /** They may know what it is about. */
  isKnown: boolean;
}

const STATUS_DONE = {
  ACKNOWLEDGED: 'Acknowledged',
  RESOLVED: 'Resolved',
  MERGED: 'Merged into another incident',
} as const;

function Question({ actor, incident, isKnown }: QuestionProps) {
  const { state } = incident;
  const title = isKnown ? keyAndTitle(incident) : incidentKey(incident.number);
  const name = isKnown ? actorName : nobodysName;
  const isOpen = state.status === 'OPEN' || state.status === 'SNOOZED';
  return (
    <MessageFrame title={title} referrers="same-origin">
      {isOpen ? (
        <form method="post">
          <button type="submit" class="primary">
            Acknowledge
          </button>
        </form>
      ) : (
        <p>
          {STATUS_DONE[state.status]} by {name(state.by)} already. There is nothing left to do here.
        </p>
      )}
      <p class="quiet">
        This link is for {actorName(actor)} alone. <a href={`/incidents/${incident.number}`}>The incident’s page</a>
      </p>
    </MessageFrame>
  );
}

function sentence(
  outcome: Exclude<Outcome, { kind: 'done' }>,
  name: (actor: Actor) => string,
  { clock }: HttpDeps,
): string {
  if (outcome.kind !== 'rejected') return 'The incident is not there any more.';
  return rejectionSentence(outcome.rejection, outcome.incident, clock.now(), name);
}

function refuse(c: Context, why: string) {
  c.status(403);
  return page(
    c,
    <MessagePage title="This link doesn't work">
      {why} In Slack, <code>/opsknight incidents</code> lists what is open.
    </MessagePage>,
  );
}
