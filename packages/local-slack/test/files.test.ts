import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../src/index.ts';
import { Cleanup, clientOf, eventsOf, failure, startWithMore } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;
let channel: string;

beforeEach(async () => {
  slack = await startWithMore(cleanup, { scopes: ['files:write', 'files:read'], events: ['file_shared'] });
  client = clientOf(slack);
  slack.workspace().channel('incidents').inviteBot();
  channel = slack.workspace().channel('incidents').id;
});
afterEach(() => cleanup.run());

const codeOf = async (call: Promise<unknown>) => (await failure(call)).error;

async function upload(content: string, length = content.length): Promise<{ id: string; status: number }> {
  const { upload_url: url = '', file_id: id = '' } = await client.files.getUploadURLExternal({
    filename: 'app.log',
    length,
  });
  return { id, status: (await fetch(url, { method: 'POST', body: content })).status };
}

// https://docs.slack.dev/messaging/working-with-files#upload
describe('a file', () => {
  it('goes to an address of its own, and is shared when that is completed', async () => {
    const { id, status } = await upload('It broke.');
    expect(status).toBe(200);
    const done = await client.files.completeUploadExternal({
      files: [{ id, title: 'The log' }],
      channel_id: channel,
      initial_comment: 'Look at this',
    });
    expect(done.files).toMatchObject([{ id, title: 'The log', name: 'app.log', mimetype: 'text/plain', size: 9 }]);
    const { messages = [] } = await client.conversations.history({ channel });
    expect(messages[0]).toMatchObject({ text: 'Look at this', files: [{ id }] });
    await slack.workspace().channel('incidents').waitForMessage('The log');
    expect(eventsOf(slack).filter(({ type }) => type === 'file_shared')).toMatchObject([
      { file_id: id, file: { id }, channel_id: channel, user_id: slack.workspace().botUserId },
    ]);
    const info = await client.files.info({ file: id });
    const address = info.file?.url_private ?? '';
    const headers = { authorization: `Bearer ${slack.workspace().botToken}` };
    expect(await (await fetch(address, { headers })).text()).toBe('It broke.');
    expect((await fetch(address)).status).toBe(404);
    await client.files.delete({ file: id });
    expect(await codeOf(client.files.info({ file: id }))).toBe('file_not_found');
  });

  // https://docs.slack.dev/reference/methods/files.completeUploadExternal#arguments
  it('comes with a comment or with blocks, which are checked before anything is shared', async () => {
    const { id } = await upload('It broke.');
    const complete = (more: object) =>
      client.apiCall('files.completeUploadExternal', { files: [{ id }], channel_id: channel, ...more });
    expect(await codeOf(complete({ blocks: [{ type: 'header' }] }))).toBe('invalid_blocks');
    await complete({ blocks: [{ type: 'header', text: { type: 'plain_text', text: 'The log' } }] });
    const { messages = [] } = await client.conversations.history({ channel });
    expect(messages[0]).toMatchObject({ blocks: [{ type: 'header' }], files: [{ id }] });
  });

  it('of another size than was said is not taken, and cannot be completed', async () => {
    const { id, status } = await upload('It broke.', 5);
    expect(status).toBe(400);
    expect(await codeOf(client.files.completeUploadExternal({ files: [{ id }] }))).toBe('file_not_found');
  });

  it.each([
    [{ filename: 'app.log', length: 0 }, 'missing_argument'],
    [{ filename: 'app.log', length: 1, alt_txt: 'x'.repeat(1001) }, 'alt_txt_too_large'],
    [{ length: 1 }, 'invalid_arguments'],
  ])('%j gets no address: %s', async (args, code) => {
    expect(await codeOf(client.apiCall('files.getUploadURLExternal', args))).toBe(code);
  });

  it('is completed once, where the bot is', async () => {
    const { id } = await upload('It broke.');
    const complete = (channelId: string) =>
      client.files.completeUploadExternal({ files: [{ id }], channel_id: channelId });
    expect(await codeOf(complete(slack.workspace().channel('general').id))).toBe('not_in_channel');
    expect(await codeOf(complete('C0NOWHERE0'))).toBe('channel_not_found');
    await complete(channel);
    expect(await codeOf(complete(channel))).toBe('file_not_found');
  });

  it('is sent by the client of Slack in one call', async () => {
    await client.filesUploadV2({ channel_id: channel, file: Buffer.from('a,b\n1,2\n'), filename: 'numbers.csv' });
    await slack.workspace().channel('incidents').waitForMessage('numbers.csv');
  });
});
