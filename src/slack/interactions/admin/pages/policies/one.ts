import type { KnownBlock } from '@slack/types';
import { isSameName } from '../../../../../oncall/targets.ts';
import { actions, context, section } from '../../../../cards/blocks.ts';
import { shown } from '../../../../cards/on-call.ts';
import { type AdminForm, formButton } from '../../page.ts';
import { partName } from '../../part-name.ts';
import { contextOf, goneWords } from '../../setting-form.ts';
import type { Admin } from '../../who.ts';
import { lockedWords } from '../../words.ts';
import { CLIMBING, POLICIES, settingOf } from './names.ts';
import { repeatWords, servicesOf, stepLine } from './words.ts';

/** So many at a time, of two blocks each. */
const STEPS = 30;
/** As many are looked through for open incidents. */
const MAX_SERVICES = 30;

/** A policy: who is paged, when, for which services. There is nothing to submit. */
export const policyForm: AdminForm = {
  async open(admin, name, part) {
    const { settings, hides } = await contextOf(admin);
    const policy = settings.escalation_policies.find((one) => isSameName(one.name, name));
    if (!policy) return { title: 'Policy', submit: null, blocks: [section(goneWords(admin))], isGone: true };
    const directory = await admin.deps.onCall.directory();
    const locked = lockedWords(admin, settings, settingOf(policy.name));
    const parts = Math.max(1, Math.ceil(policy.steps.length / STEPS));
    const first = (Math.min(part, parts) - 1) * STEPS;
    const steps = policy.steps.slice(first, first + STEPS).flatMap((step, nth): KnownBlock[] => {
      const index = first + nth;
      const words = section(stepLine(step, index, directory, hides));
      if (locked !== null) return [words];
      const control = (what: string) => ({ page: POLICIES, what, name: partName(index, policy.name) });
      return [
        words,
        actions(formButton('Edit step', control('step')), formButton('Remove step', control('remove_step'), 2)),
      ];
    });
    const control = (what: string) => ({ page: POLICIES, what, name: policy.name });
    return {
      title: 'Policy',
      submit: null,
      parts,
      blocks: [
        section(`*${shown(policy.name)}*\n${await useWords(admin, servicesOf(settings, policy.name))}`),
        ...(locked === null ? [] : [context(locked)]),
        ...steps,
        section(
          `${repeatWords(policy)}${policy.urgencies === null ? '' : ` It pages only for ${policy.urgencies.join(', ')}.`}`,
        ),
        ...(locked === null
          ? [actions(formButton('Add step', control('add')), formButton('Edit repeats', control('edit'), 2))]
          : []),
      ],
    };
  },
  submit: async (admin) => ({ refusal: goneWords(admin) }),
};

/** Whose incidents climb by it, and what becomes of those when it is changed. */
async function useWords({ deps, by }: Admin, services: readonly string[]): Promise<string> {
  if (services.length === 0) return 'No service uses it.';
  const looked = services.slice(0, MAX_SERVICES);
  const viewer = await deps.membership.viewer(by.slackUserId);
  const counts = await Promise.all(
    looked.map(async (name) => {
      const service = await deps.settings.serviceByName(name);
      const counted =
        service && (await deps.incidents.countMatching({ statuses: ['OPEN'], serviceId: service.id, viewer }));
      return counted?.OPEN ?? 0;
    }),
  );
  const open = counts.reduce((sum, count) => sum + count, 0);
  const more = services.length - looked.length;
  const names = [...looked.map(shown), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [
    `Used by ${names}.`,
    open === 0
      ? 'You see no incident of them that is open and unacknowledged.'
      : `${open === 1 ? '1 incident of them is' : `${open} incidents of them are`} open and unacknowledged. ${CLIMBING}`,
  ].join('\n');
}
