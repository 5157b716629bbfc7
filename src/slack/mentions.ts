import type { Urgency } from '../oncall/urgency.ts';
import type { UserGroupStore } from '../oncall/user-group-store.ts';
import type { PeopleStore } from '../people/store.ts';
import type { SettingsStore } from '../settings/store.ts';
import { inline } from './cards/mrkdwn.ts';

const MAX_NAME = 100;
/** Of a storm as well. */
const MAX_MENTIONED = 10;

/** What decides who is mentioned. */
export interface Mentioning {
  urgency: Urgency;
  serviceId: number | null;
}

export interface MentionsDeps {
  settings: Pick<SettingsStore, 'workspace' | 'service'>;
  userGroups: Pick<UserGroupStore, 'known'>;
  people: Pick<PeopleStore, 'accountOf'>;
}

/** Who is mentioned when incidents open, as the settings say. */
export class Mentions {
  constructor(private readonly deps: MentionsDeps) {}

  /** mrkdwn that calls them; empty for nobody. A group or a person that Slack doesn't know is named, and not called. */
  async of(connectionId: number, opened: readonly Mentioning[]): Promise<string> {
    const lists = await Promise.all(opened.map((one) => this.namesFor(connectionId, one)));
    const names = [...new Set(lists.flat())].slice(0, MAX_MENTIONED);
    return (await Promise.all(names.map((name) => this.mention(connectionId, name)))).join(' ');
  }

  private async namesFor(connectionId: number, { urgency, serviceId }: Mentioning): Promise<readonly string[]> {
    const { settings } = this.deps;
    const service = serviceId === null ? null : await settings.service(serviceId);
    return service?.mention[urgency] ?? (await settings.workspace(connectionId)).mention[urgency] ?? [];
  }

  private async mention(connectionId: number, name: string): Promise<string> {
    const { userGroups, people } = this.deps;
    if (name.startsWith('@')) {
      const groups = await userGroups.known(connectionId);
      const group = groups.find(({ handle }) => handle.toLowerCase() === name.slice(1));
      return group ? `<!subteam^${group.id}>` : inline(name, MAX_NAME);
    }
    const match = await people.accountOf(connectionId, name);
    return match.kind === 'found' ? `<@${match.account.slackUserId}>` : inline(name, MAX_NAME);
  }
}
