import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { applySettings } from '../../src/settings/apply.ts';
import { exportSettings } from '../../src/settings/export.ts';
import { OPERATOR } from '../operator.ts';
import { runs } from '../runs.ts';
import { tempStorage } from '../storage/temp-storage.ts';
import { anyDocument } from './documents.ts';

test('whatever is applied to whatever was there, the export applies to no change', async () => {
  const { settingsWriter: writer } = await tempStorage();
  await fc.assert(
    fc.asyncProperty(anyDocument, async (document) => {
      const text = stringify(document);
      await applySettings(writer, text, { by: OPERATOR, prune: true, dryRun: false });
      const again = await applySettings(writer, text, { by: OPERATOR, prune: true, dryRun: true });
      const exported = exportSettings(await writer.read());
      const roundTrip = await applySettings(writer, exported, { by: OPERATOR, prune: true, dryRun: true });
      expect({ again: again.changes, roundTrip: roundTrip.changes }).toEqual({ again: [], roundTrip: [] });
    }),
    runs(8),
  );
});
