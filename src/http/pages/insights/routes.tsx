import { Hono } from 'hono';
import type { HttpParts } from '../../parts.ts';
import { page } from '../page.ts';
import { type SignedIn, signedIn } from '../signed-in.tsx';
import { THEMES } from './bar-chart.ts';
import { CHARTS, chartOf } from './charts.ts';
import { drawSvg } from './draw.ts';
import { InsightsPage } from './page.tsx';
import { InsightsReport } from './report.ts';

/** Numbers over the last weeks. They are the same for everybody: they count incidents and show none. */
export function insightsRoutes(parts: HttpParts) {
  const report = new InsightsReport(parts.insights, parts.settings, parts.clock);
  const routes = new Hono<SignedIn>();
  routes.use('/insights/*', signedIn(parts));

  const contentFor = async (zone: string) => {
    const [summary, services] = await Promise.all([report.read(zone), parts.settings.services()]);
    const names = new Map<number | null, string>(services.map(({ id, name }) => [id, name]));
    return { summary, zone, serviceName: (id: number | null) => names.get(id) ?? 'No service' };
  };

  routes.get('/insights', async (c) => {
    const { visitor } = c.var;
    return page(c, <InsightsPage {...(await contentFor(visitor.zone))} visitor={visitor} />);
  });

  for (const name of CHARTS) {
    for (const theme of THEMES) {
      routes.get(`/insights/${name}-${theme}.svg`, async (c) => {
        const svg = await drawSvg(chartOf(name, await contentFor(c.var.visitor.zone), theme));
        return c.body(svg, 200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'private, max-age=60' });
      });
    }
  }

  return routes;
}
