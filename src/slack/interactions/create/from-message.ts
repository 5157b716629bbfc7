import type { MessageShortcut } from '@slack/bolt';
import { toSlackFailure } from '../../api/failures.ts';
import { soon } from '../../api/patience.ts';
import { asTyped } from '../../cards/mrkdwn.ts';
import type { Deps } from '../deps.ts';
import type { Interaction } from '../interaction.ts';
import { askForIncident } from './create.ts';
import type { MessageOrigin } from './modal.ts';

const SHORTCUT = 'create_incident_from_message';

/** In the menu of a message: what it says becomes an incident, and each leads to the other. */
export const createFromMessage: Interaction = {
  listen(app, deps) {
    app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: SHORTCUT }, async ({ ack, shortcut }) => {
      await ack();
      const asker = { slackUserId: shortcut.user.id, respond: undefined };
      const description = textOf(shortcut);
      const [title = ''] = description.split('\n');
      const origin = await originOf(deps, shortcut);
      const isPrivate = await isFromPrivate(deps, shortcut);
      await askForIncident(deps, asker, { triggerId: shortcut.trigger_id, title, description, origin, isPrivate });
    });
  },
};

/** What people read in the message; of what other apps post often only an attachment. */
function textOf({ message: { text, attachments } }: MessageShortcut): string {
  const [first] = Array.isArray(attachments) ? attachments : [];
  const words = [text, first?.title, first?.text, first?.fallback].find((one) => typeof one === 'string' && one.trim());
  return asTyped(String(words ?? '')).trim();
}

/** Whether not everybody may read the message. Slack lists all public channels to the app: what it doesn't know is private. */
async function isFromPrivate({ channels }: Deps, { channel }: MessageShortcut): Promise<boolean> {
  return (await channels.byId(channel.id))?.isPrivate ?? true;
}

/** The form is opened without a link that is slow to come: it has three seconds. */
async function originOf({ interactive, logger }: Deps, shortcut: MessageShortcut): Promise<MessageOrigin> {
  const { channel, message_ts: ts, message } = shortcut;
  const threadTs = typeof message['thread_ts'] === 'string' ? message['thread_ts'] : ts;
  try {
    const { permalink = null } = await soon(interactive.chat.getPermalink({ channel: channel.id, message_ts: ts }));
    return { channelId: channel.id, threadTs, permalink };
  } catch (error) {
    logger.info({ channel: channel.id, code: toSlackFailure(error).code }, 'Slack tells no link to a message');
    return { channelId: channel.id, threadTs, permalink: null };
  }
}
