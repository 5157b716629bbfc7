import { Hono } from 'hono';
import type { ApiKey } from '../../keys/store.ts';
import { type NamedShift, overview } from '../../oncall/overview.ts';
import type { Schedule } from '../../oncall/types.ts';
import { iso } from '../../words/json/incident.ts';
import type { HttpDeps } from '../deps.ts';
import { bearerKey, type KeyHolder, toReadOrAct } from '../ingest/bearer.ts';
import { isOfKey } from '../ingest/services.ts';

/** `GET /api/oncall`: who is on call now, and who comes next; a key of a service, or of one connection, sees the schedules that the policies of its services page. */
export function onCallApiRoutes(deps: HttpDeps) {
  const app = new Hono<KeyHolder>();
  app.get('/api/oncall', bearerKey(deps, toReadOrAct), async (c) => {
    const directory = await deps.onCall.directory();
    const now = deps.clock.now();
    const mayKnow = await schedulesOf(c.var.apiKey, deps);
    const schedules = directory.schedules.filter(mayKnow).map((schedule) => {
      const { shifts } = overview(schedule, directory, now);
      const [current, next] = shifts;
      return { schedule: schedule.name, on_call: nameOf(current), until: untilOf(current), next: nextOf(next) };
    });
    return c.json({ schedules });
  });
  return app;
}

async function schedulesOf(key: ApiKey, { settings }: HttpDeps): Promise<(schedule: Schedule) => boolean> {
  if (key.serviceId === null && typeof key.reach !== 'number') return () => true;
  const services = (await settings.services()).filter((service) => isOfKey(service, key));
  const targets = services.flatMap(({ policy }) => policy?.steps.flatMap((step) => step.targets) ?? []);
  const names = targets.filter(({ kind }) => kind === 'schedule').map(({ name }) => name.toLowerCase());
  return ({ name }) => names.includes(name.toLowerCase());
}

function nameOf(shift: NamedShift | undefined): { name: string } | null {
  return shift?.name == null ? null : { name: shift.name };
}

/** Null where nothing changes as far as one looks ahead. */
function nextOf(shift: NamedShift | undefined) {
  return shift ? { on_call: nameOf(shift), from: iso(shift.from), until: untilOf(shift) } : null;
}

function untilOf(shift: NamedShift | undefined): string | null {
  return shift?.to == null ? null : iso(shift.to);
}
