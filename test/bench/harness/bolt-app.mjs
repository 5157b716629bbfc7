// The least that a Bolt app can do for a button: acknowledge, and redraw the message from what is in memory. Nothing is kept.
import { App, LogLevel } from '@slack/bolt';

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

app.action('ack_incident', async ({ ack, body, client }) => {
  await ack();
  if (process.env.REDRAWS !== 'true') return;
  const { channel, message } = body;
  await client.chat.update({
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    attachments: message.attachments,
  });
});

process.once('SIGTERM', async () => {
  await app.stop();
  process.exit(0);
});

await app.start();
process.stdout.write('ready\n');
