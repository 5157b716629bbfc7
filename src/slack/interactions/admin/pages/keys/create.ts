import type { InputBlock } from '@slack/types';
import { findReach, findRuleSet, readLimit } from '../../../../../keys/asked.ts';
import { type Issued, issueKey, type KeyRequest, MAX_KEY_NAME } from '../../../../../keys/issue.ts';
import { KEY_SCOPES, readScopes, SCOPES } from '../../../../../keys/scopes.ts';
import { ruleSetsOf } from '../../../../../routing/route.ts';
import type { RoutingRule } from '../../../../../routing/rule.ts';
import { nameOfConnection } from '../../../../../settings/connection-called.ts';
import type { Service } from '../../../../../settings/types.ts';
import { capital } from '../../../../../words/text.ts';
import { label } from '../../../../cards/blocks.ts';
import { mrkdwn } from '../../../../cards/mrkdwn.ts';
import type { Connection } from '../../../../directory/store.ts';
import { type Choice, choiceMenu } from '../../../choice-menu.ts';
import type { Deps } from '../../../deps.ts';
import { INPUT, inputOf, type Refused, type SubmittedView, textOf } from '../../../modal.ts';
import { optionalInput } from '../../fields/input.ts';
import type { AdminForm } from '../../page.ts';
import { keyShownOnce } from './words.ts';

const NAME = 'admin_key_name';
const SERVICE = 'admin_key_service';
const REACH = 'admin_key_reach';
const RULES = 'admin_key_rules';
const SCOPE = 'admin_key_scope';
const LIMIT = 'admin_key_limit';

const ORGANISATION = 'organisation';
const EVERYTHING = 'everything';
const CONNECTION = 'connection:';

const OWN: Choice = { id: ORGANISATION, name: 'Incidents of this workspace' };
const GONE = 'This is not there any more. Choose again, or leave it empty.';

/** Makes a key, and shows it, this once, to whoever has asked for it. */
export const createKeyForm: AdminForm = {
  async open({ deps }) {
    return { title: 'Create API key', submit: 'Create key', blocks: inputs(await known(deps)) };
  },
  async submit({ deps, by }, view) {
    const request = read(view, await known(deps));
    if ('errors' in request) return request;
    const issued = await issueKey(deps.keys, request, { at: deps.clock.now(), by });
    if (issued.kind === 'refused') return { errors: { [NAME]: refusal(issued) } };
    deps.logger.info({ key: issued.key.name, slackUserId: by.slackUserId }, 'an API key was made in Slack');
    return { shown: keyShownOnce(issued.key.name, issued.secret) };
  },
};

interface Known {
  services: readonly Service[];
  rules: readonly RoutingRule[];
  /** Those in use besides the organisation's own. */
  others: readonly Connection[];
}

async function known({ settings, connections, primaryId }: Deps): Promise<Known> {
  const [services, rules, all] = await Promise.all([settings.services(), settings.routing(), connections.all()]);
  return { services, rules, others: all.filter(({ id, endedAt }) => id !== primaryId && endedAt === null) };
}

function inputs({ services, rules, others }: Known): InputBlock[] {
  const ruleSets = ruleSetsOf(rules).map((name) => ({ id: name, name }));
  const reaches = [
    { id: EVERYTHING, name: 'Incidents of all connections' },
    ...others.map((one) => ({ id: connectionValue(one), name: `Incidents of ${nameOfConnection(one)}` })),
  ];
  return [
    {
      type: 'input',
      block_id: NAME,
      label: label('Name'),
      hint: label('The tool that will use it.'),
      element: { type: 'plain_text_input', action_id: INPUT, max_length: MAX_KEY_NAME, focus_on_load: true },
    },
    ...menu(SERVICE, services, undefined, {
      label: 'Service',
      hint: 'With one, the key opens and touches incidents of this service alone.',
      placeholder: 'No particular service',
    }),
    ...menu(REACH, [OWN, ...reaches], OWN, {
      label: 'May know of',
      hint: 'What the API shows with it; those in private channels never.',
      placeholder: OWN.name,
    }),
    ...menu(RULES, ruleSets, undefined, {
      label: 'Routing rules',
      hint: 'Only the rules of this set are run for what the key sends.',
      placeholder: 'Those of no set',
    }),
    optionalInput(
      SCOPE,
      { label: 'May do', hint: 'With none of them, all of it.' },
      {
        type: 'checkboxes',
        action_id: INPUT,
        options: KEY_SCOPES.map((scope) => ({ text: label(capital(SCOPES[scope])), value: scope })),
      },
    ),
    optionalInput(
      LIMIT,
      { label: 'Requests a minute', hint: 'At most so many; left empty, as many as come.' },
      { type: 'number_input', is_decimal_allowed: false, action_id: INPUT, min_value: '1' },
    ),
  ];
}

function menu(
  block: string,
  choices: readonly Choice[],
  chosen: Choice | undefined,
  words: { label: string; hint: string; placeholder: string },
): InputBlock[] {
  const made = choiceMenu(choices, chosen, words.placeholder);
  return made ? [optionalInput(block, words, { ...made.element, action_id: INPUT })] : [];
}

/** Names of workspaces may be the same; these are not. */
function connectionValue({ name, teamId }: Connection): string {
  return `${CONNECTION}${name ?? teamId ?? ''}`;
}

/** What was submitted, or what is wrong with it, by field. What was chosen may be gone by now. */
function read(view: SubmittedView, { services, rules, others }: Known): KeyRequest | Refused {
  const chosen = (block: string) => inputOf(view, block).selected_option?.value ?? null;
  const written = { limit: textOf(view, LIMIT), ruleSet: chosen(RULES), service: chosen(SERVICE) };
  const limit = written.limit === null ? null : readLimit(written.limit);
  const ruleSet = written.ruleSet === null ? null : findRuleSet(written.ruleSet, rules);
  const service = services.find(({ id }) => String(id) === written.service) ?? null;
  const reach = readReach(chosen(REACH) ?? ORGANISATION, written.service !== null, others);
  const asked = readScopes((inputOf(view, SCOPE).selected_options ?? []).map(({ value }) => value));
  const errors = {
    ...('unknown' in asked && { [SCOPE]: GONE }),
    ...(written.limit !== null && limit === null && { [LIMIT]: 'A whole number from 1 to 1000000, or nothing.' }),
    ...(written.ruleSet !== null && ruleSet === null && { [RULES]: GONE }),
    ...(written.service !== null && service === null && { [SERVICE]: GONE }),
    ...('flaw' in reach && { [REACH]: REACH_FLAWS[reach.flaw] }),
  };
  if ('flaw' in reach || Object.keys(errors).length > 0) return { errors };
  const scopes = 'scopes' in asked ? asked.scopes : null;
  return { name: textOf(view, NAME) ?? '', serviceId: service?.id ?? null, ruleSet, reach: reach.reach, scopes, limit };
}

const REACH_FLAWS = {
  several: 'A key of a service knows that service’s incidents alone: choose no service, or leave this as it was.',
  unknown: GONE,
} as const;

function readReach(value: string, isOfService: boolean, others: readonly Connection[]) {
  const connection = value.startsWith(CONNECTION) ? value.slice(CONNECTION.length) : undefined;
  return findReach({ connection, isEverything: value === EVERYTHING, isOfService }, others);
}

function refusal(refused: Extract<Issued, { kind: 'refused' }>): string {
  switch (refused.why) {
    case 'no_name':
      return 'A key needs a name, such as the tool that will use it.';
    case 'unreadable_name':
      return 'The name must be one line of readable text.';
    case 'long_name':
      return `The name has ${MAX_KEY_NAME} characters at most.`;
    case 'name_like_key':
      return 'That looks like a key itself, and a name is shown in lists and logs. Write what will use it.';
    case 'taken':
      return `There is a key named "${mrkdwn(refused.name)}" already. Choose another name; or, if nobody has kept that one, replace it: the new one is shown then.`;
  }
}
