import type { FileForm } from '../../../../../settings/file-form.ts';
import { section } from '../../../../cards/blocks.ts';
import { filterWords } from '../../../subscriptions/words.ts';
import type { AdminForm } from '../../page.ts';
import { contextOf } from '../../setting-form.ts';
import { shownChannel } from '../../shown-channel.ts';
import { valueForm } from '../../value-form.ts';
import { type FileSubscription, readSubscription, subscriptionFields, subscriptionPlaces } from './fields.ts';
import { madeIn } from './made.ts';

const PATH = ['subscriptions'];
const OVER = 'This subscription has ended already. Nothing was changed.';
const STAYS = 'Cards that are there stay, and are kept up to date.';

export const newSubscriptionForm = valueForm({
  title: 'Add subscription',
  submit: 'Add',
  section: 'workspace',
  entryOf: () => '',
  path: PATH,
  draw: async (context) => subscriptionFields({}, context),
  places: (_, stored) => subscriptionPlaces(subscriptionsOf(stored).length),
  async read(view, stored, _, context) {
    const read = await readSubscription(view, {}, context);
    return 'errors' in read ? read : { value: [...subscriptionsOf(stored), read.subscription] };
  },
  done: () => 'The subscription was added. It counts for what happens from now on.',
});

/** One of the settings, by its place among them. */
export const subscriptionForm = valueForm({
  title: 'Edit subscription',
  submit: 'Save',
  section: 'workspace',
  entryOf: () => '',
  path: PATH,
  async draw(context, stored, name) {
    const subscription = subscriptionsOf(stored)[indexIn(name)];
    return subscription ? subscriptionFields(subscription, context) : null;
  },
  places: (name) => subscriptionPlaces(indexIn(name)),
  async read(view, stored, name, context) {
    const all = subscriptionsOf(stored);
    const index = indexIn(name);
    const subscription = all[index];
    if (!subscription) return { value: all };
    const read = await readSubscription(view, subscription, context);
    return 'errors' in read ? read : { value: all.map((one, at) => (at === index ? read.subscription : one)) };
  },
  done: () => `The subscription was saved. ${STAYS}`,
});

export const removeSubscriptionForm = valueForm({
  title: 'Remove subscription',
  submit: 'Remove',
  section: 'workspace',
  entryOf: () => '',
  path: PATH,
  async draw({ settings, hides }, _, name) {
    const one = settings.workspace.subscriptions[indexIn(name)];
    if (!one) return null;
    return [section(`${shownChannel(one.channel, hides, '')} hears no more of ${filterWords(one)}? ${STAYS}`)];
  },
  places: () => [],
  async read(_, stored, name) {
    const left = subscriptionsOf(stored).filter((_one, at) => at !== indexIn(name));
    return { value: left.length > 0 ? left : undefined };
  },
  done: () => `The subscription was removed. ${STAYS}`,
});

/** Ends one that somebody has made in its channel. */
export const endSubscriptionForm: AdminForm = {
  async open(admin, name) {
    const { settings, hides } = await contextOf(admin);
    const one = madeIn(settings, name, hides);
    const title = 'End subscription';
    if (!one) return { title, submit: null, blocks: [section(OVER)] };
    const words = `<#${one.channel}> hears no more of ${filterWords(one)}? ${STAYS}`;
    return { title, submit: 'End', blocks: [section(words)] };
  },
  async submit(admin, view, { name }) {
    const { deps, by } = admin;
    const { settings, hides } = await contextOf(admin);
    const one = madeIn(settings, name, hides);
    if (!one) return { refusal: OVER };
    const { urgencies, services, labels } = one;
    const action = { kind: 'unsubscribe', channelId: one.channel, filter: { urgencies, services, labels } } as const;
    const answer = await deps.actions.act({ requestKey: view.id, slackUserId: by.slackUserId, action });
    return { done: deps.answerMessage(answer)?.text ?? '✅ The subscription has ended.' };
  },
};

function subscriptionsOf(stored: FileForm): FileSubscription[] {
  return Array.isArray(stored['subscriptions']) ? (stored['subscriptions'] as FileSubscription[]) : [];
}

function indexIn(name: string): number {
  return /^\d{1,4}$/.test(name) ? Number(name) : Number.NaN;
}
