import { type Context, Hono } from 'hono';
import type { AskedCommand } from '../../../incidents/commands.ts';
import { type Incident, parseIncidentKey } from '../../../incidents/types.ts';
import type { PersonActor } from '../../../people/actor.ts';
import type { Refusal } from '../../../people/permissions.ts';
import { actorName } from '../../../words/plain-writer.ts';
import { rejectionSentence } from '../../../words/rejections.ts';
import type { HttpDeps } from '../../deps.ts';
import { formLimit, ownOrigin, readForm } from '../forms.tsx';
import { MessagePage, page } from '../layout.tsx';
import { NotAllowedPage } from '../not-allowed.tsx';
import { ownForm, type SignedIn, signedIn } from '../signed-in.tsx';
import type { Visitor } from '../visitor.ts';
import { ACTIONS } from './actions/actions.tsx';
import { loadContent } from './content.ts';
import { IncidentPage } from './page.tsx';

/** An incident's page, and what people do there. */
export function incidentRoutes(deps: HttpDeps) {
  const routes = new Hono<SignedIn>();
  const forVisitors = signedIn(deps);

  routes.get('/incidents/:number', forVisitors, async (c) => {
    const incident = await findVisible(c, c.var.visitor, deps);
    if (!incident) return unknown(c, c.var.visitor);
    const content = await loadContent(incident, c.var.visitor, deps, readEventId(c.req.query('before')));
    return page(c, <IncidentPage {...content} />);
  });

  for (const { name, command: commandOf } of ACTIONS) {
    // Where a form that was refused has left the browser: reloading it shows the incident again.
    routes.get(`/incidents/:number/${name}`, (c) => {
      return c.redirect(`/incidents/${encodeURIComponent(c.req.param('number'))}`);
    });
    routes.post(`/incidents/:number/${name}`, ownOrigin(deps.baseUrl), forVisitors, formLimit, ownForm, async (c) => {
      const { visitor } = c.var;
      const incident = await findVisible(c, visitor, deps);
      if (!incident) return unknown(c, visitor);
      if (!visitor.permission.allowed) return refused(c, visitor, visitor.permission.refusal);
      const { actor } = visitor.permission;
      const command = commandOf(await readForm(c), { zone: visitor.zone, now: deps.clock.now(), actor });
      if ('problem' in command) return show(c, incident, visitor, 400, command.problem);
      return act(c, incident, command, visitor, actor);
    });
  }

  const act = async (c: Context, { number }: Incident, command: AskedCommand, visitor: Visitor, actor: PersonActor) => {
    const outcome = await deps.incidents.execute(number, command, actor);
    if (outcome.kind === 'rejected') {
      const words = rejectionSentence(outcome.rejection, outcome.incident, deps.clock.now(), actorName);
      return show(c, outcome.incident, visitor, 409, words);
    }
    return c.redirect(`/incidents/${number}`, 303);
  };

  const show = async (c: Context, incident: Incident, visitor: Visitor, status: 400 | 409, trouble: string) => {
    c.status(status);
    const content = await loadContent(incident, visitor, deps);
    return page(c, <IncidentPage {...content} trouble={trouble} />);
  };

  return routes;
}

/** What makes no sense in an address counts as not said. */
function readEventId(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

function refused(c: Context, visitor: Visitor, refusal: Refusal) {
  c.status(403);
  return page(c, <NotAllowedPage visitor={visitor} refusal={refusal} />);
}

function unknown(c: Context, visitor: Visitor) {
  // A page that was allowed to show the incident until now is to become this one.
  c.header('HX-Refresh', 'true');
  c.status(404);
  return page(
    c,
    <MessagePage title="No such incident" visitor={visitor}>
      There is no incident with this number, or it belongs to a private channel that you aren't in.{' '}
      <a href="/incidents">All incidents</a>
    </MessagePage>,
  );
}

/** The incident of a path, if the visitor may see it; a hidden one looks like one that isn't there. */
async function findVisible(c: Context, visitor: Visitor, deps: HttpDeps): Promise<Incident | null> {
  const number = parseIncidentKey(c.req.param('number') ?? '');
  const incident = number === null ? null : await deps.store.get(number);
  if (!incident) return null;
  const viewer = await deps.viewer(visitor.session);
  return (await deps.store.isVisible(incident.number, viewer)) ? incident : null;
}
