import { Hono } from 'hono';
import type { HttpDeps } from '../../deps.ts';
import { page } from '../layout.tsx';
import { type SignedIn, signedIn } from '../signed-in.tsx';
import type { Visitor } from '../visitor.ts';
import { CHARTS, chartOf, drawSvg, THEMES } from './charts.ts';
import { InsightsPage } from './page.tsx';
import { periodOf, type Query, readQuery, WITHOUT_PROBLEM } from './query.ts';
import { InsightsReport } from './report.ts';

/** Numbers over a span of time, of those incidents that whoever looks at them may see. */
export function insightsRoutes(deps: HttpDeps) {
  const report = new InsightsReport(deps.insights, deps.settings, deps.clock);
  const routes = new Hono<SignedIn>();
  routes.use('/insights/*', signedIn(deps));

  /** What is asked for; where that can't be shown, what is shown otherwise, and why. */
  const contentFor = async (asked: Query, { zone, session }: Visitor) => {
    const now = deps.clock.now();
    const wanted = periodOf(asked, zone, now);
    const trouble = 'problem' in wanted ? wanted.problem : undefined;
    const query = trouble === undefined ? asked : { ...WITHOUT_PROBLEM, service: asked.service };
    const period = 'problem' in wanted ? periodOf(query, zone, now) : wanted;
    if ('problem' in period) throw new Error(`the usual range can't be shown: ${period.problem}`);
    const [summary, services, all] = await Promise.all([
      report.read(query, period, zone, await deps.viewer(session)),
      deps.serviceAccess.services(session, 'see'),
      deps.settings.services(),
    ]);
    const names = new Map<number | null, string>(all.map(({ id, name }) => [id, name]));
    return { query, summary, services, serviceName: (id: number | null) => names.get(id) ?? 'No service', trouble };
  };

  routes.get('/insights', async (c) => {
    const { visitor } = c.var;
    const { trouble, ...content } = await contentFor(readQuery(c.req.query()), visitor);
    if (trouble !== undefined) c.status(400);
    const words = trouble && `${trouble} These are the last 90 days.`;
    return page(c, <InsightsPage {...content} trouble={words} visitor={visitor} />);
  });

  for (const name of CHARTS) {
    for (const theme of THEMES) {
      routes.get(`/insights/${name}-${theme}.svg`, async (c) => {
        const { visitor } = c.var;
        const { summary, serviceName } = await contentFor(readQuery(c.req.query()), visitor);
        const { zone } = visitor;
        const svg = await drawSvg(chartOf(name, { summary, zone, serviceName }, theme));
        return c.body(svg, 200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'private, max-age=60' });
      });
    }
  }

  return routes;
}
