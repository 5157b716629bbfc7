import { type Context, Hono } from 'hono';
import { LIVE_STATUSES } from '../../../incidents/types.ts';
import type { HttpDeps } from '../../deps.ts';
import { fieldOf, formLimit, ownOrigin, readForm } from '../forms.tsx';
import { page } from '../layout.tsx';
import { NotAllowedPage } from '../not-allowed.tsx';
import { ownPath } from '../own-path.ts';
import { ownForm, type SignedIn, signedIn } from '../signed-in.tsx';
import type { Visitor } from '../visitor.ts';
import { BulkPage, doBulk, readBulk } from './bulk.tsx';
import { BACK_FIELD, BULK_PATH } from './bulk-form.tsx';
import { type Filter, isLive, readFilter, toQuery } from './filter.ts';
import { IncidentsPage, PAGE_SIZE } from './page.tsx';

/** The list of incidents, as far as the visitor may see them, and what people do to several at once. */
export function incidentsRoutes(deps: HttpDeps) {
  const routes = new Hono<SignedIn>();
  const forVisitors = signedIn(deps);

  routes.get('/', (c) => c.redirect('/incidents'));

  routes.get('/incidents', forVisitors, async (c) => show(c, c.var.visitor, readFilter(c.req.query())));

  // Where a form that was refused has left the browser: reloading it shows the list again.
  routes.get(BULK_PATH, (c) => c.redirect('/incidents'));

  routes.post(BULK_PATH, ownOrigin(deps.baseUrl), forVisitors, formLimit, ownForm, async (c) => {
    const { visitor } = c.var;
    const { permission } = visitor;
    if (!permission.allowed) {
      c.status(403);
      return page(c, <NotAllowedPage visitor={visitor} refusal={permission.refusal} />);
    }
    const form = await readForm(c);
    const back = ownPath(fieldOf(form, BACK_FIELD), deps.baseUrl);
    const asked = readBulk(form);
    if ('problem' in asked) {
      c.status(400);
      return show(c, visitor, filterIn(back), asked.problem);
    }
    const results = await doBulk(asked, permission.actor, deps.incidents);
    const now = deps.clock.now();
    return page(c, <BulkPage command={asked.command} {...{ results, visitor, now, back }} />);
  });

  const show = async (c: Context, visitor: Visitor, filter: Filter, trouble?: string) => {
    const query = toQuery(filter, visitor.session, await deps.viewer(visitor.session));
    const list = isLive(filter) ? deps.store.mostUrgent : deps.store.newest;
    const [part, counts, services, all] = await Promise.all([
      list(query, PAGE_SIZE, filter.after),
      deps.store.countMatching({ ...query, statuses: LIVE_STATUSES }),
      deps.serviceAccess.services(visitor.session, 'see'),
      deps.settings.services(),
    ]);
    const names = new Map(all.map(({ id, name }) => [id, name]));
    const frame = { zone: visitor.zone, now: deps.clock.now() };
    return page(c, <IncidentsPage {...{ filter, part, counts, services, names, visitor, frame, trouble }} />);
  };

  return routes;
}

/** The filter of a list's own address. */
function filterIn(path: string): Filter {
  const { searchParams } = new URL(path, 'http://list');
  return readFilter(Object.fromEntries(searchParams));
}
