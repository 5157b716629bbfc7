import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import type { LocalSlack } from '../../server.ts';
import { actors } from '../viewer.ts';
import { Consent, Refused } from './consent.tsx';

const SELF = ["'self'"];
const NONE = ["'none'"];

/** The form's answer leads on to the app, wherever that is, so the target of forms is left open. */
function protection() {
  return secureHeaders({
    contentSecurityPolicy: { defaultSrc: NONE, styleSrc: SELF, imgSrc: SELF, baseUri: NONE, frameAncestors: NONE },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
}

/** The page that asks whether an app may be installed (https://docs.slack.dev/authentication/installing-with-oauth). */
export function oauthRoutes(slack: LocalSlack): Hono {
  const routes = new Hono();
  routes.use('/oauth/*', protection(), csrf());

  /** Who decides, where: a person of the workspace that the address names, or the first one. */
  const decider = (c: Context) => {
    const handle = slack.workspaces.find(({ teamId }) => teamId === c.req.query('team')) ?? slack.workspace();
    const people = actors(handle.model);
    const member = people.find(({ name }) => name === c.req.query('as')) ?? people[0];
    return { handle, people, member };
  };

  routes.get('/oauth/v2/authorize', (c) => {
    const query = new URL(c.req.url).searchParams;
    const request = slack.oauth.read(query);
    if (typeof request === 'string') return c.html(<Refused reason={request} />, 400);
    const { handle, people, member } = decider(c);
    if (!member) return c.html(<Refused reason="Nobody is in this workspace" />, 400);
    const destinations = slack.oauth.destinations(request, member, handle.model);
    const workspaces = slack.workspaces.map(({ model }) => model);
    const choices = { workspaces, people, workspace: handle.model, member, destinations };
    return c.html(<Consent request={request} choices={choices} query={query} />);
  });

  routes.post('/oauth/v2/authorize', async (c) => {
    const request = slack.oauth.read(new URL(c.req.url).searchParams);
    if (typeof request === 'string') return c.html(<Refused reason={request} />, 400);
    const { decision } = await c.req.parseBody();
    const { handle, member } = decider(c);
    const destinations = member ? slack.oauth.destinations(request, member, handle.model) : [];
    const wanted = destinations.find((one) => (one === 'organization') === (decision === 'organization'));
    if (decision === 'cancel' || !wanted || !member) return c.redirect(slack.oauth.cancel(request));
    return c.redirect(slack.oauth.allow(request, wanted, member));
  });

  return routes;
}
