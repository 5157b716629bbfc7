import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { LocalSlackOptions } from '../src/index.ts';
import { isJsonObject, type JsonObject } from '../src/json.ts';
import { BareSocket, connect } from './bare-socket.ts';
import { Cleanup, clientOf, start } from './start.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const quick: Partial<LocalSlackOptions> = {
  timing: { ackDeadlineMs: 400, eventRetryDelaysMs: [0, 50], pingIntervalMs: 50 },
};

describe('sockets', () => {
  it('greet, ping, and answer pings', async () => {
    const slack = await start(cleanup, quick);
    const first = await connect(slack);
    const second = await connect(slack);
    expect(first.frames[0]).toEqual({
      type: 'hello',
      num_connections: 1,
      debug_info: { host: expect.any(String), build_number: expect.any(Number), approximate_connection_time: 18060 },
      connection_info: { app_id: expect.stringMatching(/^A/) },
    });
    expect(second.frames[0]).toMatchObject({ num_connections: 2 });
    first.socket.ping('hello');
    await first.waitFor(() => (first.pings > 0 && first.pongs > 0 ? true : undefined));
  });

  it('open with a ticket that is good once, ten at a time', async () => {
    // More openings than Slack allows in a minute: this is about what it does with too many sockets.
    const slack = await start(cleanup, { ...quick, enforceRateLimits: false });
    const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=/);
    const first = new BareSocket(new WebSocket(url), slack);
    await first.frame(({ type }) => type === 'hello');
    const again = new BareSocket(new WebSocket(url), slack);
    await again.waitFor(() => (again.isClosed ? true : undefined));
    for (let n = 2; n <= 10; n++) await connect(slack);
    const { url: eleventh = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
    const refused = new BareSocket(new WebSocket(eleventh), slack);
    await refused.frame(({ reason }) => reason === 'too_many_websockets');
  });

  it('take turns', async () => {
    const slack = await start(cleanup, quick);
    const sockets = [await connect(slack), await connect(slack)];
    const jane = slack.workspace().member('jane');
    for (let n = 0; n < 2; n++) {
      const done = jane.command('#incidents', '/opsknight status');
      const socket = await slack.changes.waitFor(
        () => sockets.find((one) => one.frames.some(({ type }) => type === 'slash_commands')),
        () => 'no command',
      );
      sockets.splice(sockets.indexOf(socket), 1);
      socket.ack(await socket.envelope());
      await done;
    }
    expect(sockets).toEqual([]);
    expect(slack.envelopes).toMatchObject([
      { kind: 'slash_commands', outcome: 'acknowledged', acceptsResponse: true },
      { kind: 'slash_commands', outcome: 'acknowledged' },
    ]);
  });
});

describe('people whose app does not answer', () => {
  it('see an error at once without a socket, and at the deadline with one', async () => {
    const slack = await start(cleanup, quick);
    const jane = slack.workspace().member('jane');
    await expect(jane.command('#incidents', '/opsknight status')).rejects.toThrow(
      '/opsknight failed with the error "dispatch_failed"',
    );
    const socket = await connect(slack);
    await expect(jane.command('#incidents', '/opsknight status')).rejects.toThrow(
      '/opsknight failed with the error "operation_timeout"',
    );
    await expect(jane.shortcut('Create Incident')).rejects.toThrow('“Create Incident” did not work');
    await expect(jane.command('#incidents', '/deploy')).rejects.toThrow('/deploy is not a valid command');
    expect(jane.notices).toHaveLength(1);
    await jane.seesEphemeral(/try preceding the "\/" with an empty space/);

    const blocks = [{ type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }] }];
    await clientOf(slack).apiCall('chat.postMessage', { channel: '#incidents', text: 'card', blocks });
    const card = await slack.workspace().channel('incidents').waitForMessage('');
    await expect(jane.click(card, 'Go')).rejects.toThrow('OpsKnight did not respond');
    expect(jane.notices.at(-1)).toMatchObject({ messageTs: card.ts });

    // An acknowledgement that comes too late changes nothing, but the log knows.
    socket.ack(await socket.envelope(3));
    await socket.waitFor(() => slack.envelopes[3]?.ackedAfterMs);
    expect(slack.envelopes[3]).toMatchObject({ kind: 'interactive', outcome: 'timed_out' });
  });

  it('see what an acknowledgement says', async () => {
    const slack = await start(cleanup, quick);
    const socket = await connect(slack);
    const jane = slack.workspace().member('jane');
    const done = jane.command('#incidents', '/opsknight');
    socket.ack(await socket.envelope(), { response_type: 'in_channel', text: 'Everybody sees this' });
    await done;
    await slack.workspace().channel('incidents').waitForMessage('Everybody sees this');
    const broken = jane.command('#incidents', '/opsknight');
    socket.ack(await socket.envelope(2), { blocks: [{ type: 'oops' }] });
    await expect(broken).rejects.toThrow('invalid_blocks');
  });
});

describe('events', () => {
  it('carry what Slack puts around them', async () => {
    const slack = await start(cleanup, quick);
    const socket = await connect(slack);
    const ws = slack.workspace();
    ws.member('jane').change({ realName: 'Jane Roe', email: 'jane.roe@example.com' });
    const frame = await socket.envelope();
    socket.ack(frame);
    expect(frame).toMatchObject({
      type: 'events_api',
      accepts_response_payload: false,
      retry_attempt: 0,
      retry_reason: '',
    });
    expect(frame.payload).toMatchObject({
      type: 'event_callback',
      event_id: expect.stringMatching(/^Ev/),
      event_time: expect.any(Number),
      team_id: ws.teamId,
      api_app_id: expect.stringMatching(/^A/),
      authorizations: [{ team_id: ws.teamId, user_id: ws.botUserId, is_bot: true }],
      event: { type: 'user_change', user: { real_name: 'Jane Roe', profile: { email: 'jane.roe@example.com' } } },
    });
  });

  it('come again until they are acknowledged: same event, new envelope', async () => {
    const slack = await start(cleanup, quick);
    const socket = await connect(slack);
    slack.workspace().channel('general').rename('town-hall');
    const first = await socket.envelope(1);
    const second = await socket.envelope(2);
    socket.ack(second);
    const eventId = (frame: JsonObject) => isJsonObject(frame.payload) && frame.payload.event_id;
    expect(second.envelope_id).not.toBe(first.envelope_id);
    expect(eventId(second)).toBe(eventId(first));
    expect(second).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' });
  });

  it('wait for a socket, and move from a broken one to another', async () => {
    const slack = await start(cleanup, { timing: { eventRetryDelaysMs: [0, 4_000] } });
    const ws = slack.workspace();
    ws.channel('general').archive();
    const first = await connect(slack);
    const retried = await first.envelope();
    expect(retried).toMatchObject({ retry_attempt: 2, payload: { event: { type: 'channel_archive' } } });
    first.ack(retried);
    await first.waitFor(() => (slack.envelopes.at(-1)?.outcome === 'acknowledged' ? true : undefined));

    ws.channel('general').unarchive();
    await first.envelope(2);
    const second = await connect(slack);
    first.socket.terminate();
    expect(await second.envelope()).toMatchObject({
      retry_attempt: 1,
      payload: { event: { type: 'channel_unarchive' } },
    });
  });

  it('are sent only where the app asked for them and may see them', async () => {
    const slack = await start(cleanup, quick);
    await connect(slack);
    const ws = slack.workspace();
    const kinds = () =>
      slack.envelopes
        .filter(({ retryAttempt }) => retryAttempt === 0)
        .map(({ payload }) => isJsonObject(payload.event) && payload.event.type);
    ws.member('jane').says('#incidents', 'message events are not in the manifest');
    ws.channel('secret').rename('top-secret'); // private, and the bot is not in it
    expect(kinds()).toEqual([]);
    ws.channel('leads').rename('team-leads');
    ws.channel('incidents').inviteBot();
    ws.channel('incidents').remove(ws.member('bob'));
    ws.channel('incidents').kickBot();
    ws.channel('incidents').add(ws.member('bob')); // the bot is gone
    ws.join({ name: 'newcomer', email: 'new@example.com' });
    ws.createChannel('fresh', { by: ws.member('bob') });
    ws.channel('payment-alerts').delete();
    ws.member('jane').openHome();
    expect(kinds()).toEqual([
      'group_rename',
      'member_joined_channel',
      'member_left_channel',
      'channel_left',
      'team_join',
      'channel_created',
      'channel_deleted',
      'app_home_opened',
    ]);
  });
});

describe('redelivery', () => {
  it('sends the same envelope, or the same payload in a new one', async () => {
    const slack = await start(cleanup, quick);
    const socket = await connect(slack);
    const done = slack.workspace().member('jane').shortcut('Create Incident');
    const original = await socket.envelope(1);
    socket.ack(original);
    await done;
    const [envelope] = slack.envelopes;
    if (!envelope) throw new Error('nothing was sent');
    const same = slack.redeliver(envelope, { sameEnvelope: true });
    const second = await socket.envelope(2);
    socket.ack(second);
    expect(await same).toMatchObject({ acknowledged: true });
    expect(second).toEqual(original);
    const fresh = slack.redeliver(envelope, { sameEnvelope: false });
    const third = await socket.envelope(3);
    socket.ack(third);
    await fresh;
    expect(third).toEqual({ ...original, envelope_id: expect.not.stringMatching(String(original.envelope_id)) });
  });
});

describe('socket faults', () => {
  it('ask to go away, break, or play dead', async () => {
    const slack = await start(cleanup, quick);
    const asked = await connect(slack);
    slack.faults.disconnect('warning');
    await asked.frame(({ type, reason }) => type === 'disconnect' && reason === 'warning');
    slack.faults.disconnect('refresh_requested');
    await asked.frame(({ reason }) => reason === 'refresh_requested');
    const jane = slack.workspace().member('jane');
    await expect(jane.command('#incidents', '/opsknight')).rejects.toThrow('dispatch_failed');

    const dead = await connect(slack);
    slack.faults.halfOpenSockets();
    const { pings } = dead;
    dead.socket.ping('anybody?');
    await expect(jane.command('#incidents', '/opsknight')).rejects.toThrow('operation_timeout');
    expect(dead.pongs).toBe(0);
    expect(dead.pings).toBeLessThanOrEqual(pings + 1);
    expect(dead.frames.some(({ type }) => type === 'slash_commands')).toBe(false);
    slack.faults.halfOpenSockets(false);

    slack.faults.dropSockets();
    await dead.waitFor(() => (dead.isClosed && slack.socketCount === 0 ? true : undefined));
  });
});
