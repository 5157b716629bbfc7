import type { LinkRequestStore } from '../../slack/actions/link-requests.ts';
import type { Database } from './database.ts';
import { adminsOf, queueNotice } from './notices.ts';
import { isFirst } from './seen-requests.ts';

export function sqliteLinkRequestStore({ db, write }: Database): LinkRequestStore {
  return {
    async ask(connectionId, person, at) {
      return await write(() => {
        const admins = adminsOf(db, connectionId);
        if (admins.length === 0) return 'nobody';
        // What is seen is remembered for a day.
        if (!isFirst(db, `link_asked:${connectionId}:${person.slackUserId}`, at)) return 'asked_before';
        for (const admin of admins) queueNotice(db, connectionId, admin, { kind: 'link_asked', ...person }, at);
        return 'asked';
      });
    },
    async answer(connectionId, slackUserId, message, at) {
      await write(() => queueNotice(db, connectionId, slackUserId, { kind: 'answer', message }, at));
    },
  };
}
