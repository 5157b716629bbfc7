import { eq, sql } from 'drizzle-orm';
import type { Card, DeliveryTask, Job } from '../../notifications/types.ts';
import { cards, notices, storms, timelineEvents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

/** What a task is about, as it is on disk now; null when that is gone. */
export function jobReader(db: Drizzle): (task: DeliveryTask) => Job | null {
  const id = sql.placeholder('id');
  const card = db.select().from(cards).where(eq(cards.id, id)).prepare();
  const event = db.select().from(timelineEvents).where(eq(timelineEvents.id, id)).prepare();
  const storm = db.select().from(storms).where(eq(storms.id, id)).prepare();
  const notice = db.select().from(notices).where(eq(notices.id, id)).prepare();

  /** The thread of a card in a storm is the storm's. */
  const lineJob = (card: Card, eventId: number): Job | null => {
    const found = event.get({ id: eventId });
    const message = card.stormId === null ? card : storm.get({ id: card.stormId });
    if (!found || !message) return null;
    const { channelId, ts } = message;
    return { kind: 'line', place: { ...card, channelId, ts }, event: found };
  };

  return (task) => {
    switch (task.kind) {
      case 'card':
      case 'line': {
        const place = card.get({ id: task.cardId });
        if (!place) return null;
        return task.kind === 'card' ? { kind: 'card', place } : lineJob(place, task.eventId);
      }
      case 'storm':
      case 'storm_lines': {
        const place = storm.get({ id: task.stormId });
        return place ? { kind: task.kind, place } : null;
      }
      case 'notice': {
        const row = notice.get({ id: task.noticeId });
        if (!row) return null;
        const { connectionId, slackUserId: target } = row;
        const place = { id: row.id, connectionId, target, channelId: null, ts: null, reroutedFrom: null };
        return { kind: 'notice', place: { ...place, notice: row.notice } };
      }
    }
  };
}
