import type { Logger } from 'pino';
import type { SessionStore } from './http/store.ts';
import type { IncidentStore } from './incidents/store.ts';
import { type Clock, DAY, HOUR } from './lib/clock.ts';
import type { Budget } from './notifications/queue/budget.ts';
import type { DeliveryStore } from './notifications/queue/store.ts';
import type { NotificationStore } from './notifications/requested/store.ts';
import { deleteTexts } from './records/retention.ts';
import type { RetentionStore } from './records/store.ts';
import { finishApplying } from './settings/apply.ts';
import type { SettingsStore } from './settings/store.ts';
import type { SettingsWriter } from './settings/writer.ts';
import { KEPT_FOR_LINK } from './slack/actions/action-service.ts';
import type { PendingStore } from './slack/actions/request.ts';

const EVERY = HOUR;
/** Slack delivers a request again within the hour, or never. */
const REQUESTS_REMEMBERED = DAY;
/** Nothing longer ago makes an alert one that flaps. */
const ENDS_REMEMBERED = DAY;

/** What Slack refused has long been shown to the operator, and its incident has gone on. */
const REFUSALS_KEPT = 30 * DAY;
/** Whoever sent a notification has long asked what became of it. */
const NOTIFICATIONS_KEPT = 30 * DAY;

export interface HousekeepingDeps {
  incidents: IncidentStore;
  sessions: SessionStore;
  deliveries: DeliveryStore;
  notifications: Pick<NotificationStore, 'forget'>;
  pending: Pick<PendingStore, 'forgetKept'>;
  settingsWriter: SettingsWriter;
  settings: Pick<SettingsStore, 'retention'>;
  retention: RetentionStore;
  budget: Budget;
}

/** Forgets, once an hour, what nobody needs any more, and finishes what a command was killed at. @returns how to stop. */
export function startHousekeeping(
  {
    incidents,
    sessions,
    deliveries,
    notifications,
    pending,
    settingsWriter,
    settings,
    retention,
    budget,
  }: HousekeepingDeps,
  clock: Clock,
  logger: Logger,
) {
  const tidy = async () => {
    try {
      const now = clock.now();
      await incidents.forgetRequests(now - REQUESTS_REMEMBERED);
      await incidents.forgetTimesOver(now - ENDS_REMEMBERED);
      await sessions.purge(now);
      await pending.forgetKept(now - KEPT_FOR_LINK);
      await deliveries.forgetFailed(now - REFUSALS_KEPT);
      await notifications.forget(now - NOTIFICATIONS_KEPT);
      budget.tidy();
      await finishApplying(settingsWriter);
      const { textsAfter } = await settings.retention();
      if (textsAfter !== null) await deleteTexts(retention, now - textsAfter, now);
    } catch (error) {
      logger.warn({ err: error }, 'the hourly tidying up could not be finished; it is tried again in an hour');
    }
  };
  void tidy();
  const timer = setInterval(tidy, EVERY);
  return () => clearInterval(timer);
}
