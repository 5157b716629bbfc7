import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const OPEN_BUTTONS = ['Acknowledge', 'Resolve', 'View in OpsKnight'];

describe('an alert becomes a card', () => {
  test('in the channel of its service, with what a responder needs to know', async () => {
    const { action, incident } = await house.trigger('Database Connection Timeout', {
      description: 'Pool exhausted',
      components: ['db', 'pool'],
      url: 'https://grafana.example.com/d/1',
      source: 'prometheus',
    });
    expect(action).toBe('opened');
    const card = await house.channel('#payment-alerts').waitForMessage('Database Connection Timeout');
    const { text, buttons, selects, color } = card.visible();
    expect(text).toContain('🔴 HIGH');
    expect(text).toContain(`${incident}: Database Connection Timeout`);
    expect(text).toMatch(/Service\s*Payment API/);
    expect(text).toMatch(/Components\s*db, pool/);
    expect(text).toContain('Pool exhausted');
    expect(buttons).toEqual(OPEN_BUTTONS);
    expect(selects.map(({ label }) => label)).toEqual(['Snooze']);
    expect(color).toBe('#d92d20');
    expect(card.notificationText).toContain('Database Connection Timeout');
  });
});
