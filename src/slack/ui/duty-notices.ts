import type { SlackMessage } from '../../notifications/message.ts';
import type { DutyNotice } from '../../notifications/types.ts';
import { actorName } from './actor.ts';
import { coveredBy, coverQuestion, putOnCall } from './oncall-replies.ts';

/** A direct message about who is on call, that somebody else has caused. */
export function dutyNotice(notice: DutyNotice): SlackMessage {
  const by = actorName(notice.by);
  switch (notice.kind) {
    case 'put_on_call':
      return putOnCall(by, notice);
    case 'cover_question':
      return coverQuestion(by, notice, notice.id);
    case 'covered':
      return coveredBy(by, notice);
  }
}
