import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readManifest } from '../../src/manifest.ts';
import { MANIFEST } from '../start.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(manifest: object) {
  const path = join(folder, 'manifest.json');
  writeFileSync(path, JSON.stringify({ display_information: { name: 'Other' }, ...manifest }));
  return readManifest(path);
}

const command = { command: '/do', description: 'Does it' };
const shortcut = { name: 'Do it', type: 'global', callback_id: 'do', description: 'Does it' };
const withCommands = (features: object) => ({ features, oauth_config: { scopes: { bot: ['commands'] } } });
const listening = (...bot_events: string[]) => ({ settings: { event_subscriptions: { bot_events } } });

// https://docs.slack.dev/reference/app-manifest
describe('a manifest', () => {
  it('is taken as Slack takes it', () => {
    expect(readManifest(MANIFEST).display_information.name).toBe('OpsKnight');
    expect(read({ _metadata: { major_version: 2 }, ...withCommands({ slash_commands: [command] }) })).toMatchObject({
      features: { slash_commands: [{ should_escape: false }], shortcuts: [] },
    });
    expect(read(listening('message.channels', 'app_mention', 'reaction_added'))).toBeTruthy();
  });

  it.each<[string, object, RegExp]>([
    [
      'a slash command without the scope',
      { features: { slash_commands: [command] } },
      /requires the bot scope `commands`/,
    ],
    ['a shortcut without the scope', { features: { shortcuts: [shortcut] } }, /requires the bot scope `commands`/],
    ['an event that there is not', listening('message.everywhere'), /is no event/],
    ['an event twice', listening('app_mention', 'app_mention'), /must not repeat/],
    ['a name that is too long', { display_information: { name: 'x'.repeat(36) } }, /display_information\.name/],
    ['a bot name that is too long', { features: { bot_user: { display_name: 'x'.repeat(81) } } }, /display_name/],
    ['a shortcut name that is too long', withCommands({ shortcuts: [{ ...shortcut, name: 'x'.repeat(25) }] }), /name/],
    [
      'a command that is too long',
      withCommands({ slash_commands: [{ ...command, command: `/${'x'.repeat(32)}` }] }),
      /command/,
    ],
    ['eleven shortcuts', withCommands({ shortcuts: Array(11).fill(shortcut) }), /shortcuts/],
    ['a key that Slack does not know', { setting: {} }, /setting/],
    ['a setting that Slack does not know', { settings: { socket_mode: true } }, /socket_mode/],
    ['interactivity that is neither on nor off', { settings: { interactivity: {} } }, /is_enabled/],
  ])('is refused for %s', (_, manifest, problem) => {
    expect(() => read(manifest)).toThrow(problem);
  });
});
