import type { ModalView } from '@slack/types';
import type { ApiKey } from '../../../../../keys/store.ts';
import { label, section } from '../../../../cards/blocks.ts';
import { inline } from '../../../../cards/mrkdwn.ts';

const MAX_NAME = 100;

export const NOT_IN_USE = 'This key is not in use any more: it was revoked, or another has taken its place.';

/** A key as sentences name it, in mrkdwn. */
export function keyWord({ name, prefix }: Pick<ApiKey, 'name' | 'prefix'>): string {
  return `*${inline(name, MAX_NAME)}* (\`${prefix}…\`)`;
}

/** The key itself: here, and nowhere else. @param further what else is to be known, in mrkdwn */
export function keyShownOnce(name: string, secret: string, further: string[] = []): ModalView {
  return {
    type: 'modal',
    title: label('API key'),
    close: label('Done'),
    blocks: [
      section(`This is the key *${inline(name, MAX_NAME)}*. It is shown only now: store it where the tool reads it.`),
      { type: 'section', text: { type: 'mrkdwn', text: `\`${secret}\``, verbatim: true } },
      section(['Alerts are sent with the header `Authorization: Bearer <key>`.', ...further].join('\n')),
    ],
  };
}
