import type { UtcMs } from '../../lib/clock.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import type { Priority } from '../priority.ts';
import type { Notification } from '../requested/types.ts';
import type { Job } from '../types.ts';
import type { Kind } from './kind.ts';

interface NotificationJob extends Job {
  notification: Notification;
}

/** Posts what a system has asked for, once; what became of it is kept for whoever asks. */
export const notification: Kind<NotificationJob> = {
  isMessage: true,
  followers: [],
  async load({ work }, disk) {
    const notification = await disk.notification(notificationIn(work));
    if (!notification) return null;
    const { connectionId, target } = notification;
    const place = { connectionId, target, channelId: null, ts: null, reroutedFrom: null };
    return { kind: 'notification', place, about: null, message: null, notification };
  },
  draw: ({ notification }, { renderer, lateBy }) => renderer.notification(notification.message, lateBy),
  channelWish: ({ notification: { create, isPrivate } }) => ({ create, isPrivate }),
  incidents: () => [],
  callsTo: () => null,
};

/** The id of the notification that such work is of. */
export function notificationIn(work: string): string {
  return work.slice(work.indexOf(':') + 1);
}

/** Owes a notification to Slack. */
export function owedNotification(id: string, to: Lane, priority: Priority, since: UtcMs): NotificationPlan {
  const work = { kind: 'notification', of: id } as const;
  return [{ do: 'owe', work, thread: null, detail: null, lane: to, method: 'chat.postMessage', priority, since }];
}
