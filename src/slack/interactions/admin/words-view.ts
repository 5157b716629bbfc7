import type { ModalView } from '@slack/types';
import { label, section } from '../../cards/blocks.ts';

/** A modal that only says something. @param title at most 24 characters @param words in mrkdwn */
export function wordsView(title: string, words: string): ModalView {
  return { type: 'modal', title: label(title), close: label('Close'), blocks: [section(words)] };
}
