import { type CheckUpFinding, checkUp } from '../../../../../check-up/check-up.ts';
import type { OnCallDirectory } from '../../../../../oncall/call.ts';
import { referrersTo } from '../../../../../settings/references.ts';
import { NOUNS } from '../../../../../settings/schema/document.ts';
import { checkUpWords } from '../../../../../words/check-up.ts';
import { inline } from '../../../../cards/mrkdwn.ts';
import type { FormContext } from '../../setting-form.ts';
import { settingOf, shownName } from './person.ts';

/** So many are named. */
const NAMED = 10;
const MAX_WORDS = 300;

/** What becomes of schedules and policies without somebody, in mrkdwn: said before it happens. */
export async function whatRemovingMeans({ admin, settings }: FormContext, email: string): Promise<string> {
  const user = settings.users.find((one) => one.email === settingOf(email).name);
  const named = referrersTo(settings, settingOf(email)).map(
    ({ section, name }) => `${NOUNS[section]} ${shownName(name)}`,
  );
  const broken = await whatBreaks(admin.deps, email);
  return [
    `Remove *${shownName(user?.name ?? email)}*?`,
    'They become inactive: incidents go on naming them, nobody pages them any more, and their Slack account is no longer linked.',
    ...(named.length > 0 ? [`Named in ${listed(named)}. They stay there: their turns pass to the next.`] : []),
    ...(broken.length > 0 ? ['*This would break:*', ...broken.slice(0, NAMED).map((words) => `• ${words}`)] : []),
    ...(broken.length > NAMED ? [`… and ${broken.length - NAMED} more`] : []),
    'An admin can take this back in the audit log, or make them active again here.',
  ].join('\n');
}

/** What a person who goes changes nothing of. */
const NOTHING_ELSE = {
  keys: [],
  policies: [],
  unusedChannels: [],
  scopes: null,
  scopesInUse: { now: [], before: [] },
};

/** What a check-up would find that it doesn't find now. */
async function whatBreaks({ onCall, settings, clock }: FormContext['admin']['deps'], email: string): Promise<string[]> {
  const [directory, services] = await Promise.all([onCall.directory(), settings.services()]);
  const now = clock.now();
  const found = (one: OnCallDirectory) => checkUp({ ...NOTHING_ELSE, services, directory: one }, now);
  const without = {
    ...directory,
    users: directory.users.map((user) => (user.email === email ? { ...user, active: false } : user)),
  };
  const before = new Set(found(directory).map(identity));
  const broken = found(without).filter((finding) => !before.has(identity(finding)));
  return broken.map((finding) => inline(checkUpWords(finding, now).what, MAX_WORDS));
}

function identity(finding: CheckUpFinding): string {
  switch (finding.kind) {
    case 'gaps':
      return `gaps:${finding.schedule}:${finding.count}:${finding.first.from}`;
    case 'policy_without_people':
      return `policy:${finding.policy}:${finding.from}`;
    case 'unreachable_person':
      return `${finding.kind}:${finding.name}`;
    default:
      return JSON.stringify(finding);
  }
}

function listed(words: readonly string[]): string {
  const more = words.length - NAMED;
  return [...words.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
