import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Incident, incidentKey, parseIncidentKey } from '../../../incidents/types.ts';
import type { PersonActor } from '../../../people/actor.ts';
import type { Change, Refusal, SectionEdit } from '../../../post-mortems/change.ts';
import { markdownOf } from '../../../post-mortems/document.ts';
import { MAX_DOCUMENT } from '../../../post-mortems/types.ts';
import { channel as channelRef } from '../../../settings/schema/values.ts';
import type { HttpDeps } from '../../deps.ts';
import { RefusedRequest } from '../../refused-request.ts';
import { type Form, fieldOf, formLimit, ownOrigin, readForm } from '../forms.tsx';
import { MessagePage, page } from '../layout.tsx';
import { NotAllowedPage } from '../not-allowed.tsx';
import { ownForm, type SignedIn, signedIn } from '../signed-in.tsx';
import type { Visitor } from '../visitor.ts';
import { ListPage } from './list.tsx';
import { PostMortemPage, pathOf, type Unsaved } from './page.tsx';

const PATH = '/incidents/:number/postmortem';
const PAGE_SIZE = 25;
const MAX_SEARCH = 200;

/** A character takes nine bytes in a form at most: three, each as "%E2". */
const documentLimit = bodyLimit({
  maxSize: MAX_DOCUMENT * 9,
  onError: () => {
    throw new RefusedRequest(413, 'The form holds more text than fits. Nothing was changed.');
  },
});

/** Post-mortems: each by its incident, for those who see that; and all of them. */
export function postMortemRoutes(deps: HttpDeps) {
  const { postMortems, store, settings } = deps;
  const routes = new Hono<SignedIn>();
  const forVisitors = signedIn(deps);

  routes.get('/post-mortems', forVisitors, async (c) => {
    const { visitor } = c.var;
    const text = (c.req.query('q') ?? '').slice(0, MAX_SEARCH);
    const eyes = await deps.viewer(visitor.session);
    const before = parseIncidentKey(c.req.query('before') ?? '');
    const found = await postMortems.list({ eyes, text, before, limit: PAGE_SIZE + 1 });
    return page(c, <ListPage found={found} size={PAGE_SIZE} text={text} visitor={visitor} />);
  });

  routes.get(PATH, forVisitors, async (c) => {
    const incident = await findVisible(c, c.var.visitor);
    return incident ? show(c, incident, c.var.visitor) : unknown(c, c.var.visitor);
  });

  routes.get(`${PATH}/download`, forVisitors, async (c) => {
    const { visitor } = c.var;
    const incident = await findVisible(c, visitor);
    const postMortem = incident && (await postMortems.get(incident.number));
    if (!postMortem) return unknown(c, visitor);
    return c.body(markdownOf(postMortem), 200, {
      'Content-Type': 'text/markdown; charset=utf-8',
      'Content-Disposition': `attachment; filename="post-mortem-${incidentKey(postMortem.incidentNumber)}.md"`,
    });
  });

  /** A form of the page: for whoever sees the incident, and may do something to it. */
  const onForm = (
    name: string,
    limit: typeof formLimit,
    act: (
      c: Context,
      asked: { incident: Incident; actor: PersonActor; form: Form; visitor: Visitor },
    ) => Promise<Response>,
  ) => {
    // Where a form that was refused has left the browser.
    routes.get(`${PATH}/${name}`, (c) =>
      c.redirect(`/incidents/${encodeURIComponent(c.req.param('number'))}/postmortem`),
    );
    routes.post(`${PATH}/${name}`, ownOrigin(deps.baseUrl), forVisitors, limit, ownForm, async (c) => {
      const { visitor } = c.var;
      const incident = await findVisible(c, visitor);
      if (!incident) return unknown(c, visitor);
      if (!visitor.permission.allowed) {
        c.status(403);
        return page(c, <NotAllowedPage visitor={visitor} refusal={visitor.permission.refusal} />);
      }
      return act(c, { incident, actor: visitor.permission.actor, form: await readForm(c), visitor });
    });
  };

  onForm('begin', formLimit, async (c, { incident, actor, visitor }) => {
    const begun = await postMortems.begin(incident, actor, visitor.zone);
    if (!begun) return show(c, incident, visitor, { status: 403, trouble: words({ reason: 'not_allowed' }) });
    return c.redirect(pathOf(incident), 303);
  });

  onForm('edit', documentLimit, async (c, { incident, actor, form, visitor }) => {
    const edits = readEdits(form);
    const change = await postMortems.edit(incident.number, edits, actor);
    if (change?.ok !== false) return c.redirect(pathOf(incident), 303);
    const { refusal } = change;
    const texts = new Map(edits.map(({ id, text, seen }) => [id, { text, seen }]));
    const conflicts = refusal.reason === 'changed_meanwhile' ? refusal.sections : [];
    return show(c, incident, visitor, {
      status: statusOf(refusal),
      trouble: words(refusal),
      unsaved: { texts, conflicts },
    });
  });

  onForm('review', formLimit, async (c, { incident, actor, form, visitor }) => {
    return settle(c, incident, visitor, await postMortems.review(incident.number, readVersion(form), actor));
  });

  onForm('publish', formLimit, async (c, { incident, actor, form, visitor }) => {
    const { data: target } = channelRef.safeParse(withHash(fieldOf(form, 'channel')));
    if (target === undefined) {
      const trouble = 'That is no channel: write its name, such as #postmortems. Nothing was published.';
      return show(c, incident, visitor, { status: 400, trouble });
    }
    const asked = { version: readVersion(form), target };
    return settle(c, incident, visitor, await postMortems.publish(incident.number, asked, actor));
  });

  const settle = (c: Context, incident: Incident, visitor: Visitor, change: Change | null) =>
    change?.ok === false
      ? show(c, incident, visitor, { status: statusOf(change.refusal), trouble: words(change.refusal) })
      : c.redirect(pathOf(incident), 303);

  const show = async (
    c: Context,
    incident: Incident,
    visitor: Visitor,
    { status, ...more }: { status?: 400 | 403 | 409; trouble?: string; unsaved?: Unsaved } = {},
  ) => {
    if (status !== undefined) c.status(status);
    const [postMortem, { postMortem: usual, defaultChannel }] = await Promise.all([
      postMortems.get(incident.number),
      settings.workspace(visitor.session.connectionId),
    ]);
    const channel = postMortem?.published?.target ?? usual.channel ?? defaultChannel ?? '';
    return page(
      c,
      <PostMortemPage incident={incident} postMortem={postMortem} channel={channel} visitor={visitor} {...more} />,
    );
  };

  /** A hidden one looks like one that isn't there. */
  const findVisible = async (c: Context, visitor: Visitor): Promise<Incident | null> => {
    const number = parseIncidentKey(c.req.param('number') ?? '');
    if (number === null || !(await store.isVisible(number, await deps.viewer(visitor.session)))) return null;
    return store.get(number);
  };

  return routes;
}

/** Every part that the form shows, with what it showed. */
function readEdits(form: Form): SectionEdit[] {
  return Object.keys(form).flatMap((name) => {
    const id = /^part-([1-9]\d{0,8})$/.exec(name)?.[1];
    return id === undefined ? [] : [{ id: Number(id), seen: fieldOf(form, `seen-${id}`), text: fieldOf(form, name) }];
  });
}

function readVersion(form: Form): number {
  return Number(/^[1-9]\d{0,8}$/.exec(fieldOf(form, 'version'))?.[0] ?? 0);
}

function withHash(channel: string): string {
  return /^[#CG]/.test(channel) || channel === '' ? channel : `#${channel}`;
}

function statusOf({ reason }: Refusal): 400 | 403 | 409 {
  if (reason === 'not_allowed') return 403;
  return reason === 'too_long' ? 400 : 409;
}

function words(refusal: Refusal): string {
  switch (refusal.reason) {
    case 'not_allowed':
      return 'You may look at this incident, and not change anything about it. Nothing was changed.';
    case 'changed_meanwhile':
      return 'Nothing was saved yet: somebody else has changed the same part meanwhile. Both texts are below.';
    case 'too_long':
      return `${refusal.what} Nothing was saved yet: what you have written is below.`;
    case 'not_reviewed':
      return 'It was edited since somebody has read it. Nothing was published: mark it as reviewed first.';
    case 'another_version':
      return 'Somebody else has changed it meanwhile. Nothing was done: this is how it is now.';
  }
}

function unknown(c: Context, visitor: Visitor) {
  c.status(404);
  return page(
    c,
    <MessagePage title="No such post-mortem" visitor={visitor}>
      There is no incident with this number, it has no post-mortem yet, or it belongs to a private channel that you
      aren't in. <a href="/post-mortems">All post-mortems</a>
    </MessagePage>,
  );
}
