import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const text = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');
const manifest = parse(text);
const botScopes: string[] = manifest.oauth_config.scopes.bot;

describe('manifest.yml can be pasted into Slack', () => {
  test('as an app that dials out, with its command, its shortcut and its Home tab', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(manifest.features.app_home.home_tab_enabled).toBe(true);
    expect(manifest.features.slash_commands).toEqual([
      expect.objectContaining({ command: '/opsknight', usage_hint: expect.stringContaining('incidents') }),
    ]);
    expect(manifest.features.shortcuts).toContainEqual(
      expect.objectContaining({ type: 'global', callback_id: 'create_incident' }),
    );
    expect(manifest.features.shortcuts).toContainEqual(
      expect.objectContaining({ type: 'message', callback_id: 'create_incident_from_message' }),
    );
  });

  test('within what Slack allows', () => {
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
    for (const { description } of manifest.features.slash_commands)
      expect(description.length).toBeLessThanOrEqual(2000);
  });

  test('with the scopes that the product promises, each saying what for', () => {
    for (const scope of [
      'chat:write',
      'chat:write.public',
      'channels:read',
      'groups:read',
      'users:read',
      'users:read.email',
    ]) {
      expect(botScopes).toContain(scope);
    }
    for (const scope of botScopes) expect(text).toMatch(new RegExp(`- ${scope.replace('.', '\\.')} +#`));
  });

  test('with the events that keep what is private true: who is in a channel, also when it is the app that leaves', () => {
    const families = ['archive', 'unarchive', 'deleted', 'rename', 'left'].flatMap((what) => [
      `channel_${what}`,
      `group_${what}`,
    ]);
    const events: string[] = manifest.settings.event_subscriptions.bot_events;
    expect(events).toEqual(expect.arrayContaining([...families, 'member_joined_channel', 'member_left_channel']));
  });
});
