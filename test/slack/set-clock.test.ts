import { expect, test } from '@jest/globals';
import { HOUR, SECOND } from '../../src/lib/clock.ts';
import { SteeredMachine } from '../timekeeping/steered-machine.ts';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents", sla: { HIGH: { acknowledge: 10m } } }
`;

test('the running app notices that the wall clock was set, and keeps deadlines as far away as they are', async () => {
  const machine = new SteeredMachine();
  const opens = (_: unknown, file: string) => openIncidents(file, ['Down']);
  const app = await App.start(SETTINGS, opens, { machine });
  const dueAt = () => {
    const database = app.open();
    const due = database.prepare('select due_at from timers').pluck().all() as number[];
    database.close();
    return due;
  };
  const [before = 0] = dueAt();
  for (const [by, sum] of [
    [HOUR, HOUR],
    [-3 * HOUR, -2 * HOUR],
  ] as const) {
    machine.isSet(by);
    await until(() => app.log.some((line) => Math.abs(Number(line['by']) - by) < SECOND));
    expect(dueAt().map((due) => Math.abs(Math.round((due - before - sum) / SECOND)))).toEqual([0]);
  }
  await app.stop();
});
