import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import type { WorkspaceHandle } from '../people/workspace-handle.ts';
import type { LocalSlack } from '../server.ts';
import type { Member } from '../workspace/members.ts';
import { NothingHere } from './frame/nothing-here.tsx';
import { placeOfMessage } from './place.ts';
import { actors, Viewer } from './viewer.ts';

/** Whom this browser acted as last. */
export const LAST_ACTOR = 'local-slack-as';

/** `p1767606000000100` */
const timestampIn = (written: string) => /^p(\d+)(\d{6})$/.exec(written)?.slice(1).join('.');

/** A permalink names nobody: it is for `named`, else for whom the browser acted as last, else for anybody who may see it. */
function readers({ model }: WorkspaceHandle, named: string | undefined, last: string | undefined): Member[] {
  const people = actors(model);
  if (named !== undefined) return people.filter(({ name }) => name === named);
  return people.toSorted((one, other) => Number(other.name === last) - Number(one.name === last));
}

/** Permalinks: `/archives/C…/p…`. */
export function archiveRoutes(slack: LocalSlack): Hono {
  const routes = new Hono();
  routes.get('/archives/:channel/:message', (c) => {
    const channelId = c.req.param('channel');
    const ts = timestampIn(c.req.param('message'));
    const handle = slack.workspaces.find(({ model }) => model.channels.byId(channelId));
    if (!handle || ts === undefined) return c.html(<NothingHere />, 404);
    for (const member of readers(handle, c.req.query('as'), getCookie(c, LAST_ACTOR))) {
      const address = placeOfMessage(new Viewer(handle, member, false, crypto.randomUUID()), channelId, ts);
      if (address !== undefined) return c.redirect(address);
    }
    return c.html(<NothingHere />, 404);
  });
  return routes;
}
