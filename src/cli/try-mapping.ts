import { readFile } from 'node:fs/promises';
import { readMapped } from '../http/ingest/mapped.ts';
import { didYouMean } from '../settings/did-you-mean.ts';
import { parseSettings } from '../settings/parse.ts';
import { SettingsError } from '../settings/problems.ts';
import { namesIn } from '../settings/references.ts';
import type { WebhookEntry } from '../settings/schema/webhooks.ts';
import type { Storage } from '../storage/storage.ts';
import { CommandError } from './report.ts';
import { reading, routeReadings } from './route-payload.ts';
import { print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

export interface TryMappingOptions {
  /** The name of a webhook; the only one when left out. */
  mapping?: string;
  /** An opsknight.yml that is not applied yet. */
  settings?: string;
}

/** `opsknight try-mapping`: what a webhook of opsknight.yml reads of a body. Nothing is opened or sent. */
export async function tryMapping(file: string, { mapping, settings }: TryMappingOptions): Promise<void> {
  await withStorage(async (storage) => {
    const webhooks = settings === undefined ? await storage.settings.webhooks() : await webhooksIn(settings, storage);
    const entry = choose(webhooks, mapping);
    const readings = await reading(file, (body) => readMapped(entry, body));
    const alerts = await routeReadings(file, { format: `"${entry.name}" reads it`, readings }, null, storage);
    for (const [index, { lines, opens }] of alerts.entries()) {
      if (index > 0) print('');
      for (const line of lines) print(line);
      if (opens)
        print(`It would be ${opens.urgency}, for ${opens.service ? `"${opens.service.name}"` : 'no service'}.`);
    }
    say('This was only a try: nothing was opened or sent.');
  });
}

async function webhooksIn(file: string, { settingsWriter }: Storage): Promise<WebhookEntry[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(`${file} can't be read: ${error instanceof Error ? error.message : error}`);
  });
  const parsed = parseSettings(text, namesIn(await settingsWriter.read()));
  if (!parsed.ok) throw new CommandError(`${file} is not right:\n\n${new SettingsError(parsed.problems).message}`);
  return parsed.document.webhooks ?? [];
}

function choose(webhooks: readonly WebhookEntry[], name: string | undefined): WebhookEntry {
  const names = webhooks.map((one) => one.name);
  const [only, ...others] = webhooks;
  if (!only) throw new CommandError('There is no webhook yet: declare one under "webhooks" in opsknight.yml.');
  if (name === undefined && others.length === 0) return only;
  if (name === undefined) throw new CommandError(`Say which with --mapping: ${names.join(', ')}.`);
  const found = webhooks.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new CommandError(`There is no webhook ${JSON.stringify(name)}.${didYouMean(name, names)}`);
}
