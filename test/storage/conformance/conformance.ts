import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { audit } from './audit.ts';
import { channels } from './channels.ts';
import { contacts } from './contacts.ts';
import type { Engine } from './engine.ts';
import { Fixture } from './fixture.ts';
import { incidentLists } from './incident-lists.ts';
import { incidents } from './incidents.ts';
import { insights } from './insights.ts';
import { keys } from './keys.ts';
import { lease } from './lease.ts';
import { lifecycle } from './lifecycle.ts';
import { notifications } from './notifications.ts';
import { onCall } from './on-call.ts';
import { opening } from './opening.ts';
import { pairs } from './pairs.ts';
import { people } from './people.ts';
import { privacy } from './privacy.ts';
import { queue } from './queue.ts';
import { requestsInWaiting } from './requests-in-waiting.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { settingsWriter } from './settings-writer.ts';
import { storms } from './storms.ts';
import { subscriptions } from './subscriptions.ts';
import { timers } from './timers.ts';
import { userGroups } from './user-groups.ts';

/** Declares the tests of one part of storage; `fixture` gives a storage with nothing in it to each test. */
export type Part = (fixture: () => Fixture) => void;

const PARTS: Record<string, Part> = {
  incidents,
  'incidents that change together': pairs,
  'any sequence of commands': lifecycle,
  'lists of incidents': incidentLists,
  timers,
  'the queue of deliveries': queue,
  storms,
  notifications,
  'contacts past Slack': contacts,
  'who may see what': privacy,
  'connections and channels': channels,
  people,
  'on call': onCall,
  'groups that Slack keeps': userGroups,
  settings,
  'changes of settings': settingsWriter,
  'subscriptions of channels': subscriptions,
  'the audit log': audit,
  'requests in waiting': requestsInWaiting,
  'sign-in links and sessions': sessions,
  'API keys': keys,
  insights,
  'the lease': lease,
  'opening, health and closing': opening,
};

/** What every engine has to do: all that the app relies on, and nothing of how it is done. */
export function conformance(engine: Engine): void {
  describe(`storage on ${engine.name}`, () => {
    let fixture: Fixture;
    beforeAll(async () => {
      fixture = await Fixture.open(engine);
    });
    beforeEach(() => fixture.reset());
    afterAll(() => fixture.close());
    for (const [name, part] of Object.entries(PARTS)) describe(name, () => part(() => fixture));
  });
}
