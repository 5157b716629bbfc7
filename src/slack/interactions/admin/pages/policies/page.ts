import type { KnownBlock } from '@slack/types';
import type { EscalationPolicyEntry } from '../../../../../settings/schema/escalation-policies.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { actions, context, section } from '../../../../cards/blocks.ts';
import { shown } from '../../../../cards/on-call.ts';
import { type AdminPage, formButton } from '../../page.ts';
import type { Admin } from '../../who.ts';
import { lockedWords } from '../../words.ts';
import { editPolicyForm, removePolicyForm } from './edit.ts';
import { POLICIES, settingOf } from './names.ts';
import { policyForm } from './one.ts';
import { createPolicyForm, newStepForm, removeStepForm, stepForm } from './steps.ts';
import { servicesOf } from './words.ts';

/** Of three blocks each at most: far below the 100 of a view. */
const ROWS = 15;
const MAX_SERVICES = 10;

/** The escalation policies: who is paged, when, and for which services. */
export const policiesPage: AdminPage = {
  key: POLICIES,
  title: 'Policies',
  async show(admin, list) {
    const current = await admin.deps.settingsEditor.read();
    const policies = byName(current);
    const pages = Math.max(1, Math.ceil(policies.length / ROWS));
    const first = (Math.min(list, pages) - 1) * ROWS;
    return {
      pages,
      blocks: [
        actions(formButton('Create policy', { page: POLICIES, what: 'create' })),
        ...(policies.length === 0 ? [section('There are no escalation policies yet: nobody is paged.')] : []),
        ...policies.slice(first, first + ROWS).flatMap((policy) => row(admin, current, policy)),
      ],
    };
  },
  find: {
    form: 'one',
    placeholder: 'Find a policy',
    found: async ({ deps }) =>
      byName(await deps.settingsEditor.read()).map(({ name }) => ({ text: name, value: name })),
  },
  forms: {
    one: policyForm,
    create: createPolicyForm,
    edit: editPolicyForm,
    remove: removePolicyForm,
    step: stepForm,
    add: newStepForm,
    remove_step: removeStepForm,
  },
};

function byName({ escalation_policies: policies }: CurrentSettings): EscalationPolicyEntry[] {
  return [...policies].sort((a, b) => a.name.localeCompare(b.name));
}

function row(admin: Admin, current: CurrentSettings, { name, steps }: EscalationPolicyEntry): KnownBlock[] {
  const services = servicesOf(current, name);
  const used = services.slice(0, MAX_SERVICES).map(shown).join(', ') + (services.length > MAX_SERVICES ? ', …' : '');
  const facts = [
    steps.length === 1 ? '1 step' : `${steps.length} steps`,
    services.length === 0 ? 'no service uses it' : `for ${used}`,
  ];
  const words = section(`*${shown(name)}*\n${facts.join(' · ')}`);
  const open = formButton('Open', { page: POLICIES, what: 'one', name });
  const locked = lockedWords(admin, current, settingOf(name));
  if (locked !== null) return [words, context(locked), actions(open)];
  return [words, actions(open, formButton('Delete', { page: POLICIES, what: 'remove', name }, 2))];
}
