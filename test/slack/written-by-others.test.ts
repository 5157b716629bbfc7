import { afterEach, expect, test } from '@jest/globals';
import { systemClock } from '../../src/lib/clock.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { openStorage } from '../../src/storage/open.ts';
import { OPERATOR } from '../operator.ts';
import { App, openIncidents } from './app.ts';

const SETTINGS = 'workspace: { default_channel: "#incidents" }';
const WITH_SLA = 'workspace: { default_channel: "#incidents", sla: { HIGH: { resolve: 20m } } }';

let app: App;
afterEach(() => app.stop());

const storageOf = (databaseFile: string) =>
  openStorage(`file:${databaseFile}`, { clock: systemClock, user: 'command' });

test('what `apply` means for a card is seen in Slack soon, though nothing else happens', async () => {
  let file = '';
  app = await App.start(
    SETTINGS,
    async (_slack, databaseFile) => {
      file = databaseFile;
      await openIncidents(databaseFile, ['Search is slow']);
    },
    { isPaced: false },
  );
  const card = await app.slack.workspace().channel('#incidents').waitForMessage('Search is slow');
  expect(card.visible().text).not.toContain('SLA: to be resolved');
  const storage = await storageOf(file);
  await applySettings(storage.settingsWriter, WITH_SLA, { by: OPERATOR, prune: false, dryRun: false });
  await storage.close();
  await card.becomes({ text: 'SLA: to be resolved' });
});

test('an `apply` that was killed before open incidents had their part of it is finished when the app starts', async () => {
  app = await App.start(
    SETTINGS,
    async (_slack, databaseFile) => {
      await openIncidents(databaseFile, ['Search is slow']);
      const storage = await storageOf(databaseFile);
      const { settingsWriter } = storage;
      const killed = { ...settingsWriter, follow: () => Promise.reject(new Error('killed')) };
      await expect(applySettings(killed, WITH_SLA, { by: OPERATOR, prune: false, dryRun: false })).rejects.toThrow(
        'killed',
      );
      await storage.close();
    },
    { isPaced: false },
  );
  const card = await app.slack.workspace().channel('#incidents').waitForMessage('Search is slow');
  await card.becomes({ text: 'SLA: to be resolved' });
});
