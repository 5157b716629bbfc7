import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Owner, OwnReach } from '../../../notifications/contacts/personal-store.ts';
import type { ContactKind, ShownMethod } from '../../../people/contact.ts';
import { METHODS } from '../../../words/contact.ts';
import { ownedWords } from '../../../words/settings.ts';
import { actions, button, context, divider, label, section, textElement } from '../../cards/blocks.ts';
import { mrkdwn } from '../../cards/mrkdwn.ts';
import { SETTING_WRITER } from '../admin/words.ts';
import type { Deps } from '../deps.ts';
import { keyOf } from './owner.ts';
import { methodWords, timeWords } from './words.ts';

export const PANEL = 'contact_panel';
export const ADD = 'contact_add';
export const ENTER_CODE = 'contact_enter_code';
export const SEND_CODE = 'contact_send_code';
export const CHANGE_TIME = 'contact_change_time';
export const TEST = 'contact_test';
export const REMOVE = 'contact_remove';
export const QUIET_HOURS = 'contact_quiet_hours';

interface PanelContent {
  reach: OwnReach;
  kinds: readonly ContactKind[];
  now: number;
  /** What has just been done, in mrkdwn; null for nothing. */
  said: string | null;
}

/** How somebody is paged, for their own eyes. */
export function panelView({ reach, kinds, now, said }: PanelContent): ModalView {
  const { methods, quietHours, timezone, owner } = reach;
  const inOrder = [...methods].sort((a, b) => a.after - b.after);
  const isAnyOfFile = methods.some(({ isOfFile }) => isOfFile);
  return {
    type: 'modal',
    callback_id: PANEL,
    title: label('How you are paged'),
    close: label('Close'),
    blocks: [
      ...(said === null ? [] : [section(said)]),
      section('*Slack*: at once. When Slack does not confirm a page within 30 seconds, the next method comes at once.'),
      ...inOrder.flatMap((method) => row(method, methods, owner !== null)),
      ...(isAnyOfFile && owner
        ? [section(`🔒 What opsknight.yml says of you: ${ownedWords(owner, now, SETTING_WRITER)}`)]
        : []),
      divider(),
      section(quietWords(quietHours, timezone)),
      actions(
        ...(kinds.length > 0 ? [button(ADD, 'Add a method', 'contact')] : []),
        button(QUIET_HOURS, 'Quiet hours', 'contact'),
      ),
      ...(kinds.length > 0
        ? [
            context(
              `You can add: ${kinds.map((kind) => METHODS[kind]).join(', ')}. Only you and the admins see your addresses.`,
            ),
          ]
        : [context('No method besides Slack is set up here: whoever runs OpsKnight does that.')]),
    ],
  };
}

/** Draws it anew where somebody looks at it. */
export async function redrawPanel(deps: Deps, viewId: string, { userId }: Owner, said: string | null): Promise<void> {
  await deps.interactive.views.update({ view_id: viewId, view: await currentPanel(deps, userId, said) });
}

export async function currentPanel(
  { personalContacts, clock }: Deps,
  userId: number,
  said: string | null,
): Promise<ModalView> {
  return panelView({
    reach: await personalContacts.of(userId),
    kinds: personalContacts.kinds,
    now: clock.now(),
    said,
  });
}

function row(method: ShownMethod, all: readonly ShownMethod[], isLocked: boolean): KnownBlock[] {
  const state = method.isVerified
    ? `${timeWords(method)}${method.isOfFile ? ' (from opsknight.yml)' : ''}`
    : 'not used yet: it waits for its code';
  const value = keyOf(method);
  const buttons = method.isVerified
    ? [
        ...(method.isOfFile && isLocked ? [] : [button(CHANGE_TIME, 'Change time', value)]),
        button(TEST, 'Send me a test', value),
      ]
    : [button(ENTER_CODE, 'Enter code', value), button(SEND_CODE, 'Send another code', value)];
  const removal = method.isOfFile ? [] : [removeButton(method, all)];
  return [section(`*${capitalised(method)}*: ${state}`), actions(...buttons, ...removal)];
}

function capitalised(method: ShownMethod): string {
  const words = methodWords(method);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function removeButton(method: ShownMethod, all: readonly ShownMethod[]): Button {
  const others = all.filter((one) => one !== method && one.isVerified).length;
  const means =
    method.isVerified && others === 0
      ? 'It is your last one: then you are paged by Slack alone.'
      : 'You are not paged by it any more.';
  return {
    ...button(REMOVE, 'Remove', keyOf(method)),
    confirm: {
      title: label('Remove it?'),
      text: textElement(means),
      confirm: label('Remove it'),
      deny: label('Cancel'),
    },
  };
}

function quietWords(hours: OwnReach['quietHours'], timezone: string): string {
  if (!hours) return '*Quiet hours*: none. Pages of LOW incidents come at any time.';
  const { from, to, isOfFile } = hours;
  const whose = isOfFile ? ' (from opsknight.yml)' : '';
  return `*Quiet hours*: ${mrkdwn(from)} to ${mrkdwn(to)}, ${mrkdwn(timezone)}${whose}. Pages of LOW incidents wait until they end; others don't.`;
}
