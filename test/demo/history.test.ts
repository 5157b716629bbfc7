import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Company, history, WEEKS } from '../../src/demo/history.ts';
import { recentPeriod } from '../../src/insights/period.ts';
import { Summing } from '../../src/insights/summary.ts';
import { DAY, HOUR, MINUTE } from '../../src/lib/clock.ts';
import type { PersonActor } from '../../src/people/actor.ts';
import { applySettings } from '../../src/settings/apply.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { OPERATOR } from '../operator.ts';
import { tempStorage } from '../storage/temp-storage.ts';

const NOW = Date.parse('2026-11-25T10:00:00Z');

describe('what the company of the demo remembers', () => {
  let storage: Storage;
  let company: Company;
  beforeEach(async () => {
    storage = await tempStorage();
    await applySettings(storage.settingsWriter, readFileSync('examples/opsknight.yml', 'utf8'), {
      by: OPERATOR,
      prune: false,
      dryRun: false,
    });
    const people = ['jane', 'bob', 'alice'].map((name): [string, PersonActor] => [
      name,
      { kind: 'person', connectionId: 1, slackUserId: `U${name}`, name, userId: null },
    ]);
    company = {
      services: await storage.settings.services(),
      workspaces: await storage.settings.workspaces(),
      people: new Map(people),
    };
  });

  it('is twelve weeks of incidents of every service and urgency, all over, none just now', () => {
    const past = history(company, NOW);
    expect(past.length).toBeGreaterThan(100);
    for (const { incident, events } of past) {
      expect(incident.state.status).toBe('RESOLVED');
      expect(incident.openedAt).toBeGreaterThan(NOW - WEEKS * 7 * DAY);
      expect(incident.openedAt).toBeLessThan(NOW - HOUR);
      expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
      expect(events.at(-1)?.at).toBeLessThanOrEqual(NOW);
    }
    expect(history(company, NOW)).toEqual(past);
  });

  it('makes insights worth looking at: every week has some, targets were kept and missed, people got faster', async () => {
    await storage.incidents.addPast(history(company, NOW));
    const payments = company.services.find(({ name }) => name === 'Payment API')?.id;
    const period = recentPeriod('90d', 'Europe/Berlin', NOW);
    const summing = new Summing(period, (serviceId, urgency) =>
      urgency === 'HIGH' && serviceId === payments ? { acknowledge: 5 * MINUTE } : {},
    );
    for await (const portion of storage.insights.outcomes(period)) for (const one of portion) summing.add(one);
    const { all, parts, services } = summing.summary();
    const weeks = parts.slice(-WEEKS);
    expect(weeks.every(({ incidents }) => incidents > 3)).toBe(true);
    expect(services).toHaveLength(3);
    const { kept, missed } = all.sla;
    expect(kept / (kept + missed)).toBeGreaterThan(0.4);
    expect(kept / (kept + missed)).toBeLessThan(0.99);
    expect(all.acknowledge?.mean).toBeGreaterThan(2 * MINUTE);
    expect(weeks.at(-2)?.acknowledge?.mean).toBeLessThan(weeks[1]?.acknowledge?.mean ?? 0);
  });
});
