import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const OPEN_BUTTONS = ['Acknowledge', 'Resolve', 'View in OpsKnight'];
const RESOLVED_BUTTONS = ['View in OpsKnight'];
const ACKNOWLEDGED_BUTTONS = ['Acknowledged ✓', 'Resolve', 'View in OpsKnight'];

const openIncident = (title: string, more: Record<string, unknown> = {}) => house.incident(title, more);

describe('an alert becomes a card', () => {
  test('in the channel of its service, with what a responder needs to know', async () => {
    const { incident } = await house.trigger('Database Connection Timeout', {
      description: 'Pool exhausted',
      components: ['db', 'pool'],
      url: 'https://grafana.example.com/d/1',
      source: 'prometheus',
    });
    const card = await house.channel('#payment-alerts').waitForMessage('Database Connection Timeout');
    const { text, buttons, selects, color } = card.visible();
    expect(text).toContain('🔴 HIGH');
    expect(text).toContain(`${incident}: Database Connection Timeout`);
    expect(text).toMatch(/Service\s*Payment API/);
    expect(text).toMatch(/Components\s*db, pool/);
    expect(text).toContain('Pool exhausted');
    expect(buttons).toEqual(OPEN_BUTTONS);
    expect(selects.map(({ label }) => label)).toEqual(['Snooze', '⋯']);
    expect(color).toBe('#d92d20');
    expect(card.notificationText).toContain('Database Connection Timeout');
  });

  test('in the channel of its urgency, or the default one, when the service has none', async () => {
    await house.send({ event_action: 'trigger', title: 'Website is down', service: 'website', urgency: 'HIGH' });
    await house.channel('#incidents-critical').waitForMessage('Website is down');
    await house.send({ event_action: 'trigger', title: 'Website is slow', urgency: 'LOW' });
    const card = await house.channel('#incidents').waitForMessage('Website is slow');
    expect(card.visible().text).toContain('🔵 LOW');
  });

  test('once, when the same alert comes again: it is counted, and its urgency may rise', async () => {
    const { service, channel } = house.desk();
    const alert = { service, dedup_key: 'queue' };
    const { incident } = await house.trigger('Queue is growing', { ...alert, urgency: 'LOW' });
    const card = await house.channel(channel).waitForMessage('Queue is growing');
    const again = await house.trigger('Queue is growing', { ...alert, urgency: 'HIGH' });
    expect(again).toEqual({ action: 'deduplicated', incident, dedup_key: 'queue' });
    await card.becomes({ text: /Alerts\s*2/, color: '#d92d20' });
    await card.waitForReply('Urgency raised from LOW to 🔴 HIGH');
    expect(house.channel(channel).messages()).toHaveLength(1);
  });
});

describe('acknowledge', () => {
  test('changes the button, names who has it, and says so in the thread without pinging anyone', async () => {
    const { card } = await openIncident('API latency');
    await house.person('jane').click(card, 'Acknowledge');
    await card.becomes({ buttons: ACKNOWLEDGED_BUTTONS, text: 'Acknowledged by' });
    const line = await card.waitForReply('✅ Acknowledged by @jane');
    expect([...line.mentions, ...card.mentions]).toEqual([]);
  });

  test('has one winner when two press at once; the other is told who was faster', async () => {
    const { card } = await openIncident('Two at once');
    const stale = card.snapshot();
    const [jane, bob] = [house.person('jane'), house.person('bob')];
    await Promise.all([jane.click(stale, 'Acknowledge'), bob.click(stale, 'Acknowledge')]);
    await card.becomes({ buttons: ACKNOWLEDGED_BUTTONS });
    const line = await card.waitForReply('Acknowledged by');
    const winner = line.visible().text.includes('@jane') ? 'jane' : 'bob';
    const loser = winner === 'jane' ? bob : jane;
    const answer = await loser.seesEphemeral('already acknowledged by');
    expect(answer.visible().text).toContain(`@${winner}`);
    expect(card.thread()).toHaveLength(1);
  });

  test('by a monitor does what a person does', async () => {
    const { card } = await openIncident('Acknowledged elsewhere', { dedup_key: 'elsewhere' });
    const done = await house.send({ event_action: 'acknowledge', dedup_key: 'elsewhere', source: 'zabbix' });
    expect(done.action).toBe('acknowledged');
    await card.becomes({ buttons: ACKNOWLEDGED_BUTTONS });
    await card.waitForReply('✅ Acknowledged by zabbix');
  });
});

describe('resolve', () => {
  test('asks for a note, which the thread then shows; what remains is to look at it and to reopen it', async () => {
    const { card, key } = await openIncident('Out of memory');
    const bob = house.person('bob');
    await bob.click(card, 'Resolve');
    const modal = await bob.seesModal(`Resolve ${key}`);
    await modal.fill('Resolution note', 'Restarted <!channel> & the pool, it can’t break now');
    expect(await modal.submit()).toBe('closed');
    await card.becomes({ buttons: RESOLVED_BUTTONS, color: '#2eb67d', text: '✅ Resolved' });
    const line = await card.waitForReply('🔧 Resolved by @bob');
    expect(line.visible().text).toContain('Resolution: Restarted <!channel> & the pool, it can’t break now');
    expect([...line.mentions, ...card.mentions]).toEqual([]);
    expect(card.visible().selects).toEqual([{ label: '⋯', options: ['Reopen', 'Add a note…', 'More…'] }]);
    expect(card.visible().text).toMatch(/✅ Resolved by @bob after .*\n.*Out of memory/);
  });

  test('works without a note', async () => {
    const { card, key } = await openIncident('Gone by itself');
    const jane = house.person('jane');
    await jane.click(card, 'Resolve');
    expect(await (await jane.seesModal(`Resolve ${key}`)).submit()).toBe('closed');
    await card.becomes({ buttons: RESOLVED_BUTTONS });
    const line = await card.waitForReply('🔧 Resolved by @jane');
    expect(line.visible().text).not.toContain('Resolution:');
  });

  test('that comes too late is said in the modal, and keeps what was typed', async () => {
    const { card, key } = await openIncident('Resolved twice', { dedup_key: 'twice' });
    const bob = house.person('bob');
    await bob.click(card, 'Resolve');
    const modal = await bob.seesModal(`Resolve ${key}`);
    await modal.fill('Resolution note', 'my own words');
    expect((await house.send({ event_action: 'resolve', dedup_key: 'twice', source: 'prometheus' })).action).toBe(
      'resolved',
    );
    expect(await modal.submit()).toBe('errors');
    expect(modal.errors()).toEqual({ 'Resolution note': expect.stringContaining('already resolved by prometheus') });
    await card.waitForReply('🔧 Resolved by prometheus');
  });

  test('by a monitor for an alert that nobody knows is ignored, and not remembered for later', async () => {
    const unknown = await house.send({ event_action: 'resolve', dedup_key: 'never-seen' });
    expect(unknown).toEqual({ action: 'ignored', incident: null, dedup_key: 'never-seen' });
    expect((await house.trigger('Now it comes', { dedup_key: 'never-seen' })).action).toBe('opened');
  });
});

describe('snooze', () => {
  test.each(['15 minutes', '30 minutes', '1 hour', '4 hours'])('for %s', async (choice) => {
    const { card } = await openIncident(`Snoozed for ${choice}`);
    await house.person('jane').choose(card, 'Snooze', choice);
    await card.becomes({ text: 'Snoozed until', buttons: OPEN_BUTTONS });
    await card.waitForReply('💤 Snoozed by @jane until');
  });

  test('until a time of one’s own, picked in a modal; a time in the past is refused there', async () => {
    const { card, key } = await openIncident('Snoozed at will');
    const jane = house.person('jane');
    await jane.choose(card, 'Snooze', 'Custom…');
    const modal = await jane.seesModal(`Snooze ${key}`);
    await modal.pickDateTime('Snooze until', Math.floor(Date.now() / 1000) - 60);
    expect(await modal.submit()).toBe('errors');
    expect(modal.errors()['Snooze until']).toMatch(/between 1 minute and 30 days/);
    await modal.pickDateTime('Snooze until', Math.floor(Date.now() / 1000) + 7200);
    expect(await modal.submit()).toBe('closed');
    await card.becomes({ text: 'Snoozed until' });
  });

  test('offers Custom… again to somebody who has cancelled: the card is drawn anew', async () => {
    const { card, key } = await openIncident('Snoozed after second thoughts');
    const jane = house.person('jane');
    const redrawn = () => house.slack.calls.of('chat.update').filter(({ args }) => args['ts'] === card.ts).length;
    await jane.choose(card, 'Snooze', 'Custom…');
    (await jane.seesModal(`Snooze ${key}`)).close();
    await house.slack.changes.waitFor(
      () => redrawn() > 0 || undefined,
      () => 'the card was not drawn anew',
    );
    await card.becomes({ buttons: OPEN_BUTTONS });
  });

  test('ends with an acknowledgement', async () => {
    const { card } = await openIncident('Snoozed, then taken');
    await house.person('jane').choose(card, 'Snooze', '1 hour');
    await card.becomes({ text: 'Snoozed until' });
    await house.person('bob').click(card, 'Acknowledge');
    await card.becomes({ buttons: ACKNOWLEDGED_BUTTONS });
  });
});

describe('reopen', () => {
  async function resolved(title: string, more: Record<string, unknown> = {}) {
    const opened = await openIncident(title, more);
    const bob = house.person('bob');
    await bob.click(opened.card, 'Resolve');
    await (await bob.seesModal(`Resolve ${opened.key}`)).submit();
    await opened.card.becomes({ buttons: RESOLVED_BUTTONS });
    return opened;
  }

  test('in the ⋯ menu of its card: it is open again, and the thread says by whom', async () => {
    const { card } = await resolved('Reopened from its card');
    await house.person('jane').choose(card, '⋯', 'Reopen');
    await card.becomes({ buttons: OPEN_BUTTONS, text: '· Open', color: '#d92d20' });
    await card.waitForReply('♻️ Reopened by @jane');
  });

  test('by /opsknight reopen, and by the button of the answer to whoever came too late', async () => {
    const { card, key } = await resolved('Reopened by a command');
    const jane = house.person('jane');
    await jane.command('#general', `/opsknight reopen ${key}`);
    await jane.seesEphemeral(`${key} is open again`);
    await card.becomes({ buttons: OPEN_BUTTONS });
    await jane.command('#general', `/opsknight reopen ${key}`);
    await jane.seesEphemeral(`${key} is already open`);
    await jane.command('#general', '/opsknight reopen that one');
    await jane.seesEphemeral('Write it like this');
    const stale = card.snapshot();
    await jane.click(card, 'Resolve');
    await (await jane.seesModal(`Resolve ${key}`)).submit();
    await card.becomes({ buttons: RESOLVED_BUTTONS });
    await house.person('bob').click(stale, 'Acknowledge');
    const answer = await house.person('bob').seesEphemeral('already resolved by @jane');
    await house.person('bob').click(answer, 'Reopen');
    await card.becomes({ buttons: OPEN_BUTTONS });
    await card.waitForReply('♻️ Reopened by @bob');
  });

  test('is refused while the same alert goes on as a newer incident, which is named', async () => {
    const { card, key } = await resolved('Comes again', { dedup_key: 'again' });
    const { incident: newer } = await house.trigger('Comes again', { dedup_key: 'again', service: 'Desk 0' });
    const desk = card.visible().text.match(/Desk \d+/)?.[0];
    const { incident } = await house.trigger('Comes again', { dedup_key: 'again', service: desk });
    expect(incident).not.toBe(newer);
    const jane = house.person('jane');
    await jane.choose(card, '⋯', 'Reopen');
    await jane.seesEphemeral(`${key} stays closed: the same alert goes on as ${incident}`);
    expect(card.visible().buttons).toEqual(RESOLVED_BUTTONS);
  });

  test('wakes a snoozed one, and hands back one that somebody has', async () => {
    const { card, key } = await openIncident('Slept long enough');
    const jane = house.person('jane');
    await jane.choose(card, 'Snooze', '4 hours');
    await card.becomes({ text: 'Snoozed until' });
    await jane.choose(card, '⋯', 'Wake it up');
    await card.becomes({ text: '· Open' });
    await jane.click(card, 'Acknowledge');
    await card.becomes({ buttons: ACKNOWLEDGED_BUTTONS });
    await jane.choose(card, '⋯', 'Hand it back');
    await (await jane.seesModal(`Hand back ${key}?`)).submit();
    await card.becomes({ buttons: OPEN_BUTTONS });
  });
});

describe('creating an incident by hand', () => {
  test('through the shortcut', async () => {
    const jane = house.person('jane');
    await jane.shortcut('Create Incident');
    const modal = await jane.seesModal('Create incident');
    await modal.fill('Title', 'Checkout is broken');
    await modal.choose('Service', 'Payment API');
    await modal.choose('Urgency', '🟡 MEDIUM');
    await modal.fill('Description', 'Customers call us');
    expect(await modal.submit()).toBe('closed');
    const card = await house.channel('#payment-alerts').waitForMessage('Checkout is broken');
    expect(card.visible().text).toMatch(/🟡 MEDIUM[\s\S]*Customers call us/);
    expect(card.visible().text).toContain('by @jane');
  });

  test('through /opsknight create, with the title already there; a blank title is refused', async () => {
    const bob = house.person('bob');
    await bob.command('#general', '/opsknight create Search & <replace> is down');
    const modal = await bob.seesModal('Create incident');
    await modal.fill('Title', '   ');
    expect(await modal.submit()).toBe('errors');
    expect(modal.errors()['Title']).toBeDefined();
    await modal.fill('Title', 'Search & <replace> is down');
    await modal.choose('Urgency', '🔴 HIGH');
    expect(await modal.submit()).toBe('closed');
    await house.channel('#incidents-critical').waitForMessage('Search & <replace> is down');
  });
});
