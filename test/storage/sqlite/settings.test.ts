import { expect, test } from '@jest/globals';
import { DEFAULT_WORKSPACE, type WorkspaceSettings } from '../../../src/settings/types.ts';
import { connections } from '../../../src/storage/schema/index.ts';
import { sqliteSettingsStore } from '../../../src/storage/sqlite/settings.ts';
import { tempDatabase } from './temp-database.ts';

test('what was stored before a setting existed is completed by its default', async () => {
  const stored = { defaultChannel: '#old', notify: { events: { triggered: false } } } as Partial<WorkspaceSettings>;
  const database = tempDatabase();
  database.db
    .insert(connections)
    .values({ settings: stored as WorkspaceSettings })
    .run();
  const [workspace] = await sqliteSettingsStore(database).workspaces();
  expect(workspace?.settings).toEqual({
    ...DEFAULT_WORKSPACE,
    defaultChannel: '#old',
    notify: {
      urgencies: DEFAULT_WORKSPACE.notify.urgencies,
      events: { ...DEFAULT_WORKSPACE.notify.events, triggered: false },
    },
  });
});
