import type { KnownBlock } from '@slack/types';
import type { Hides } from '../../../../../audit/words.ts';
import type { MadeSubscription } from '../../../../../settings/subscriptions.ts';
import type { Subscription } from '../../../../../settings/types.ts';
import { actions, context, section } from '../../../../cards/blocks.ts';
import { actorName } from '../../../../cards/names.ts';
import { filterWords } from '../../../subscriptions/words.ts';
import { type AdminPage, formButton } from '../../page.ts';
import { contextOf } from '../../setting-form.ts';
import { shownChannel } from '../../shown-channel.ts';
import { lockedWords } from '../../words.ts';
import { endSubscriptionForm, newSubscriptionForm, removeSubscriptionForm, subscriptionForm } from './forms.ts';
import { madeIn } from './made.ts';

const KEY = 'subscriptions';
/** Of two blocks each. */
const ROWS = 20;

/** What channels hear of besides what belongs to them: by the settings, and by those who asked for it there. */
export const subscriptionsPage: AdminPage = {
  key: KEY,
  title: 'Subscriptions',
  async show(admin, list) {
    const { settings, hides } = await contextOf(admin);
    const locked = lockedWords(admin, settings, { section: 'workspace', name: '' });
    const rows = [
      ...settings.workspace.subscriptions.map((one, index) => setRow(one, index, hides, locked !== null)),
      ...settings.slackSubscriptions.map((one) => madeRow(one, madeIn(settings, String(one.id), hides) !== null)),
    ];
    const pages = Math.max(1, Math.ceil(rows.length / ROWS));
    const first = (Math.min(list, pages) - 1) * ROWS;
    return {
      pages,
      blocks: [
        section(
          'Channels that are shown incidents which belong elsewhere. People subscribe their own channel with `/opsknight subscribe`.',
        ),
        ...(locked === null
          ? [actions(formButton('Add subscription', { page: KEY, what: 'add' }))]
          : [context(locked)]),
        ...(rows.length === 0 ? [section('There are none.')] : rows.slice(first, first + ROWS).flat()),
      ],
    };
  },
  forms: {
    add: newSubscriptionForm,
    edit: subscriptionForm,
    remove: removeSubscriptionForm,
    end: endSubscriptionForm,
  },
};

function setRow(one: Subscription, index: number, hides: Hides, isLocked: boolean): KnownBlock[] {
  const words = section(`${shownChannel(one.channel, hides, '')} hears of ${filterWords(one)}`);
  if (isLocked) return [words];
  const control = (what: string) => ({ page: KEY, what, name: String(index) });
  return [words, actions(formButton('Edit', control('edit')), formButton('Remove', control('remove'), 2))];
}

/** @param isShown whether the admin may know of its channel */
function madeRow(one: MadeSubscription, isShown: boolean): KnownBlock[] {
  if (!isShown) return [section(`A private channel hears of ${filterWords(one)}`)];
  const words = section(`<#${one.channel}> hears of ${filterWords(one)}, made there by ${actorName(one.by)}`);
  return [words, actions(formButton('End', { page: KEY, what: 'end', name: String(one.id) }))];
}
