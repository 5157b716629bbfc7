import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { PinWatch } from './pin-watch.ts';
import { isGone, readWritten } from './writings.ts';

/** What puts a message into the timeline of its incident: `:pushpin:`, 📌. */
export const PIN = 'pushpin';

const changedMessage = z.object({ channel: z.string(), message: z.unknown() });
const deletedMessage = z.object({ channel: z.string(), deleted_ts: z.string() });

/** A 📌 comes or goes, and so does the message; what is there follows the message. Events may be late, and in any order. */
export function keepTimelineMessages(app: App, { pins }: { pins: PinWatch }): void {
  app.event('reaction_added', async ({ event: { reaction, item } }) => {
    if (reaction === PIN && item.type === 'message') await pins.pinned(item.channel, item.ts);
  });
  app.event('reaction_removed', async ({ event: { reaction, item } }) => {
    if (reaction === PIN && item.type === 'message') await pins.unpinned(item.channel, item.ts);
  });
  app.event('message', async ({ event }) => {
    if (event.subtype === 'message_changed') {
      const { channel, message } = changedMessage.parse(event);
      const written = readWritten(message);
      if (!written) return;
      await (isGone(written) ? pins.deleted(channel, written.ts) : pins.edited(channel, written));
    }
    if (event.subtype === 'message_deleted') {
      const { channel, deleted_ts } = deletedMessage.parse(event);
      await pins.deleted(channel, deleted_ts);
    }
  });
}
