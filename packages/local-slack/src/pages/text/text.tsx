import type { AnyText } from '../../block-kit/text.ts';
import type { Viewer } from '../viewer.ts';
import { withEmoji } from './emoji.ts';
import { Mrkdwn } from './mrkdwn.tsx';

/** A text object: mrkdwn, or plain text in which `:names:` become emoji unless the app said otherwise. */
export function Text({ viewer, text }: { viewer: Viewer; text: AnyText }) {
  if (text.type === 'mrkdwn') return <Mrkdwn viewer={viewer} text={text.text} />;
  return <>{plainWords(text)}</>;
}

export function plainWords({ text, emoji = true }: { text: string; emoji?: boolean }): string {
  return emoji ? withEmoji(text) : text;
}
