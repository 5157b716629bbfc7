import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import type { LocalSlack } from '../../src/index.ts';
import { Tickets } from '../../src/socket-mode/tickets.ts';
import { BareSocket, connect } from '../bare-socket.ts';
import { Cleanup, clientOf, start, startWith } from '../start.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

// https://docs.slack.dev/reference/methods/apps.connections.open: "a temporary Socket Mode WebSocket URL"
describe('an address for a socket', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is good for 30 seconds', () => {
    jest.useFakeTimers({ now: 0 });
    const tickets = new Tickets(30_000);
    const [inTime, late] = [tickets.issue('A1'), tickets.issue('A1')];
    jest.setSystemTime(30_000);
    expect(tickets.use(inTime)).toBe(true);
    jest.setSystemTime(30_001);
    expect(tickets.use(late)).toBe(false);
  });

  it('opens its own path only, once', () => {
    const tickets = new Tickets(30_000);
    const address = tickets.issue('A1');
    expect(tickets.use(address.replace('/link/', '/other/'))).toBe(false);
    expect(tickets.use(address)).toBe(true);
    expect(tickets.use(address)).toBe(false);
  });

  it('leads nowhere on another path of the server', async () => {
    const slack = await start(cleanup);
    const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
    const other = new BareSocket(new WebSocket(url.replace('/link/', '/')), slack);
    await other.waitFor(() => (other.isClosed ? true : undefined));
    expect(other.frames).toEqual([]);
  });
});

// "[WARN] Socket Mode is not turned on." comes with the address, and nothing ever through it. `link_disabled`:
// https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect
it('with Socket Mode off there is no socket', async () => {
  const slack = await startWith(cleanup, { settings: { socket_mode_enabled: false } });
  const opened = await clientOf(slack, slack.appToken).apps.connections.open();
  expect(opened.response_metadata).toMatchObject({ messages: ['[WARN] Socket Mode is not turned on.'] });
  const socket = new BareSocket(new WebSocket(String(opened.url)), slack);
  await socket.frame(({ reason }) => reason === 'link_disabled');
  expect(slack.socketCount).toBe(0);
});

// https://docs.slack.dev/apis/events-api/using-socket-mode#acknowledge
describe('acknowledgements that break a rule are recorded as violations', () => {
  let slack: LocalSlack;
  let socket: BareSocket;
  beforeEach(async () => {
    slack = await start(cleanup, { timing: { ackDeadlineMs: 300, eventRetryDelaysMs: [] } });
    socket = await connect(slack);
  });

  const violation = () => socket.waitFor(() => slack.violations.all[0]);
  const change = () => slack.workspace().member('jane').change({ realName: 'Jane Roe' });

  it.each([
    ['no JSON', 'ok'],
    ['no object', '"ok"'],
    ['no envelope_id', '{"payload":{}}'],
    ['an answer that is no object', '{"envelope_id":"x","payload":"ok"}'],
    ['something else besides', '{"envelope_id":"x","payload":{},"ok":true}'],
  ])('junk: %s', async (_, text) => {
    socket.says(text);
    expect(await violation()).toMatchObject({ kind: 'junk', detail: text });
  });

  it('of an envelope that was never sent', async () => {
    socket.ack({ envelope_id: 'made-up' });
    expect(await violation()).toMatchObject({ kind: 'unknown_ack', detail: 'made-up' });
  });

  it('twice', async () => {
    change();
    const frame = await socket.envelope();
    socket.ack(frame);
    socket.ack(frame);
    expect(await violation()).toMatchObject({ kind: 'double_ack' });
  });

  it('too late', async () => {
    change();
    const frame = await socket.envelope();
    await socket.waitFor(() => (slack.envelopes[0]?.outcome === 'timed_out' ? true : undefined));
    socket.ack(frame);
    expect(await violation()).toMatchObject({ kind: 'late_ack' });
  });

  it('but not when a fault held the envelope back', async () => {
    slack.faults.delayEnvelopes(400);
    change();
    socket.ack(await socket.envelope());
    await socket.waitFor(() => slack.envelopes[0]?.ackedAfterMs);
    expect(slack.violations.all).toEqual([]);
  });

  it('with an answer where none is accepted', async () => {
    change();
    socket.ack(await socket.envelope(), { text: 'Thanks' });
    expect(await violation()).toMatchObject({ kind: 'unasked_answer' });
  });

  it('with an answer to a command that Slack does not understand', async () => {
    const done = slack.workspace().member('jane').command('#incidents', '/opsknight');
    socket.ack(await socket.envelope(), { blocks: [{ type: 'oops' }] });
    await expect(done).rejects.toThrow('invalid_blocks');
    expect(await violation()).toMatchObject({ kind: 'bad_answer' });
  });

  it('which a test sees at its end', async () => {
    expect(() => slack.violations.demandNone()).not.toThrow();
    socket.says('junk');
    await violation();
    expect(() => slack.violations.demandNone()).toThrow('junk');
    slack.violations.take();
    expect(() => slack.violations.demandNone()).not.toThrow();
  });
});
