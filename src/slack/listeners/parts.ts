import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { SignInLinks } from '../../http/sign-in.ts';
import type { IncidentStore } from '../../incidents/store.ts';
import type { DeliveryStore } from '../../notifications/queue/store.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import type { UserGroupStore } from '../../oncall/user-group-store.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { Acting } from '../acting/acting.ts';
import type { ChannelDirectory } from '../channels.ts';
import type { Membership } from '../membership.ts';
import type { PeopleDirectory } from '../people.ts';
import type { IncidentViews } from '../views/incident-views.ts';
import type { StormViews } from '../views/storm-views.ts';

/** What the listeners of one workspace work with. */
export interface Parts {
  connectionId: number;
  teamId(): string | null;
  /** Answers people; fails fast. */
  interactive: WebClient;
  acting: Acting;
  incidents: IncidentStore;
  deliveries: DeliveryStore;
  settings: SettingsStore;
  onCall: OnCallStore;
  userGroups: UserGroupStore;
  people: PeopleDirectory;
  membership: Membership;
  channels: ChannelDirectory;
  signIn: SignInLinks;
  views: IncidentViews;
  storms: StormViews;
  /** Since when Slack has been connected without a break; null while it isn't. */
  connectedSince(): number | null;
  clock: Clock;
  logger: Logger;
}
