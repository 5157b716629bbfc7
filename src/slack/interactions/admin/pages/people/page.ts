import type { KnownBlock } from '@slack/types';
import type { AccountMatch } from '../../../../../people/accounts.ts';
import type { UserEntry } from '../../../../../settings/schema/people.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { actions, context, section } from '../../../../cards/blocks.ts';
import { inline } from '../../../../cards/mrkdwn.ts';
import { type AdminForm, type AdminPage, formButton, requestButton } from '../../page.ts';
import type { Admin } from '../../who.ts';
import { lockedWords } from '../../words.ts';
import { accountRemedy, accountWords, lookAgain } from './account.ts';
import { addFromSlackForm, createPersonForm, editPersonForm, removePersonForm } from './forms.ts';
import { linkForm } from './link-form.ts';
import { ownFacts, ownLines, ownReach } from './own-reach.ts';
import { PEOPLE, settingOf, shownName } from './person.ts';

/** Of three blocks each at most: far below the 100 of a view. */
const ROWS = 15;
const MAX_PROJECTS = 5;
const MAX_EMAIL = 200;
const GONE = 'There is nobody with this address any more.';

/** Whom OpsKnight knows: what each may do, whether Slack reaches them, and what to do where it does not. */
export const peoplePage: AdminPage = {
  key: PEOPLE,
  title: 'People',
  async show(admin, list) {
    const current = await admin.deps.settingsEditor.read();
    const people = inOrder(current);
    const pages = Math.max(1, Math.ceil(people.length / ROWS));
    const first = (Math.min(list, pages) - 1) * ROWS;
    const rows = people.slice(first, first + ROWS).map((person) => row(admin, current, person));
    return {
      pages,
      blocks: [
        actions(
          formButton('Add person', { page: PEOPLE, what: 'create' }),
          formButton('Add from Slack', { page: PEOPLE, what: 'from_slack' }, 2),
        ),
        ...(people.length === 0 ? [section('Nobody is known yet. Add yourself as an admin first.')] : []),
        ...(await Promise.all(rows)).flat(),
      ],
    };
  },
  find: {
    form: 'one',
    placeholder: 'Find a person',
    found: async ({ deps }) =>
      inOrder(await deps.settingsEditor.read()).map(({ name, email }) => ({
        text: `${name} · ${email}`,
        value: email,
      })),
  },
  forms: {
    create: createPersonForm,
    from_slack: addFromSlackForm,
    one: { open: openOne, submit: async () => ({ refusal: GONE }) },
    edit: editPersonForm,
    link: linkForm,
    remove: removePersonForm,
  },
  requests: { look: lookAgain },
};

/** Whoever is active comes first. */
function inOrder({ users }: CurrentSettings): UserEntry[] {
  return [...users].sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
}

/** One who was found by their name: there is nothing to submit. */
async function openOne(admin: Admin, email: string): ReturnType<AdminForm['open']> {
  const current = await admin.deps.settingsEditor.read();
  const person = current.users.find((one) => one.email === settingOf(email).name);
  const blocks = person ? await row(admin, current, person, true) : [section(GONE)];
  return { title: 'Person', submit: null, blocks };
}

/** @param isAlone there is room to say what helps */
async function row(admin: Admin, current: CurrentSettings, person: UserEntry, isAlone = false): Promise<KnownBlock[]> {
  const { name, email, active } = person;
  const account = active ? await admin.deps.people.accountOf(email) : null;
  const own = active ? await ownReach(admin.deps, email) : null;
  const facts = [
    ...factsOf(current, person),
    ...(own ? ownFacts(own) : []),
    ...(account ? [accountWords(account)] : []),
  ];
  const remedy = isAlone && account ? accountRemedy(account) : null;
  const words = section(
    [
      `*${shownName(name)}* · ${inline(email, MAX_EMAIL)}`,
      facts.join(' · '),
      ...(isAlone && own ? ownLines(own) : []),
      ...(remedy === null ? [] : [remedy]),
    ].join('\n'),
  );
  const locked = lockedWords(admin, current, settingOf(email));
  const again =
    account && !isFound(account) ? [requestButton('Look again', { page: PEOPLE, what: 'look', name: email })] : [];
  const control = (what: string) => ({ page: PEOPLE, what, name: email });
  const changes =
    locked === null
      ? [
          formButton('Edit', control('edit')),
          ...(active
            ? [formButton('Remove', control('remove'), 2), formButton('Link Slack account', control('link'), 3)]
            : []),
        ]
      : [];
  const controls = [...changes, ...again];
  return [
    words,
    ...(locked === null ? [] : [context(locked)]),
    ...(controls.length === 0 ? [] : [actions(...controls)]),
  ];
}

function isFound({ kind }: AccountMatch): boolean {
  return kind === 'found';
}

function factsOf(
  { projects }: CurrentSettings,
  { email, slack_email, role, active, timezone, contact }: UserEntry,
): string[] {
  const roles = projects.flatMap(({ name, people }) => {
    const member = people.find(({ user }) => user === email);
    return member ? [`${member.role} in ${shownName(name)}`] : [];
  });
  const more = roles.length - MAX_PROJECTS;
  return [
    ...(active ? [role] : ['inactive', `was ${role}`]),
    ...roles.slice(0, MAX_PROJECTS),
    ...(more > 0 ? [`${more} more projects`] : []),
    ...(slack_email === null ? [] : [`in Slack ${inline(slack_email, MAX_EMAIL)}`]),
    ...(timezone === null ? [] : [timezone]),
    ...(contact.length === 0 ? [] : [`${contact.length} ${contact.length === 1 ? 'way' : 'ways'} besides Slack`]),
  ];
}
