import { systemClock } from '../../dist/clock.js';
import { IncidentService } from '../../dist/incidents/service.js';
import { openStores } from '../../dist/store/sqlite/stores.js';
import { report, temporaryFile, timeOf } from './tools.mjs';

const ALERTS = 2_000;

/** Opening incidents one after the other, each with an fsync of its own, and many at once, which share them. */
export async function alerts() {
  const { url, remove } = temporaryFile();
  const stores = openStores(url, systemClock);
  await stores.connections.primary();
  const incidents = new IncidentService(stores.incidents, stores.settings, stores.onCall, systemClock, () => {}, {
    maySee: async () => true,
  });
  let count = 0;
  const open = () => {
    count += 1;
    const known = { description: null, serviceId: null, components: [], source: null, url: null, details: null };
    const report = { ...known, title: `alert ${count}`, urgency: 'HIGH', dedupKey: `alert ${count}` };
    return incidents.report(report, { kind: 'monitor', name: 'bench' });
  };
  const single = await timeOf(ALERTS / 10, open);
  const start = performance.now();
  await Promise.all(Array.from({ length: ALERTS }, open));
  const grouped = (performance.now() - start) / ALERTS;
  stores.close();
  remove();
  const rate = (time) => `${Math.round(1_000 / time)}/s`;
  report('alerts a second: at once against one by one', single / grouped, `${rate(single)} -> ${rate(grouped)}`);
}
