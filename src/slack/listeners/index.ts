import type { App } from '@slack/bolt';
import * as acceptCover from './actions/accept-cover.ts';
import * as acknowledge from './actions/acknowledge.ts';
import * as createAction from './actions/create.ts';
import * as incidentsPage from './actions/incidents-page.ts';
import * as linkMe from './actions/link-me.ts';
import * as links from './actions/links.ts';
import * as more from './actions/more.ts';
import * as resolve from './actions/resolve.ts';
import * as snooze from './actions/snooze.ts';
import * as storm from './actions/storm.ts';
import * as stormRow from './actions/storm-row.ts';
import * as view from './actions/view.ts';
import * as opsknight from './commands/opsknight.ts';
import * as errorBoundary from './error-boundary.ts';
import * as appHomeOpened from './events/app-home-opened.ts';
import * as channelsChanged from './events/channels-changed.ts';
import * as membershipChanged from './events/membership-changed.ts';
import * as peopleChanged from './events/people-changed.ts';
import * as gate from './gate.ts';
import type { Parts } from './parts.ts';
import * as createShortcut from './shortcuts/create-incident.ts';
import * as createView from './views/create-incident.ts';
import * as overrideView from './views/override.ts';
import * as resolveView from './views/resolve-incident.ts';
import * as snoozeView from './views/snooze-incident.ts';

/** Everything the app listens to in Slack. The error boundary comes first: it encloses the others; then the gate. */
export function registerListeners(app: App, parts: Parts): void {
  errorBoundary.register(app, parts);
  gate.register(app, parts);
  for (const action of [
    storm,
    stormRow,
    acknowledge,
    resolve,
    snooze,
    view,
    incidentsPage,
    linkMe,
    links,
    more,
    acceptCover,
    createAction,
  ]) {
    action.register(app, parts);
  }
  opsknight.register(app, parts);
  createShortcut.register(app, parts);
  for (const submission of [createView, resolveView, snoozeView, overrideView]) submission.register(app, parts);
  for (const event of [appHomeOpened, peopleChanged, channelsChanged, membershipChanged]) event.register(app, parts);
}
