import type { KnownBlock, ModalView } from '@slack/types';
import { actions, button, label, section } from '../../cards/blocks.ts';
import { findMenu } from './find.ts';
import type { AdminFormView, AdminPage, PageContent } from './page.ts';
import { type FormPlace, writePlace } from './place.ts';

export const PAGE_VIEW = 'admin_page';
export const FORM_VIEW = 'admin_form_modal';
export const PREVIOUS = 'admin_page_previous';
export const NEXT = 'admin_page_next';

/** @param said what has just been done, in mrkdwn; null for nothing */
export function pageView(page: AdminPage, content: PageContent, list: number, said: string | null): ModalView {
  return {
    type: 'modal',
    callback_id: PAGE_VIEW,
    private_metadata: writePlace({ page: page.key, list }),
    title: label(page.title),
    close: label('Close'),
    blocks: [
      ...(said === null ? [] : [section(said)]),
      ...(page.find ? [findMenu(page.find)] : []),
      ...content.blocks,
      ...turning(list, content.pages ?? 1),
    ],
  };
}

function turning(list: number, pages: number): KnownBlock[] {
  const buttons = [
    ...(list > 1 ? [button(PREVIOUS, '← Previous', String(Math.min(list - 1, pages)))] : []),
    ...(list < pages ? [button(NEXT, 'Next →', String(list + 1))] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

export function formView({ title, submit, blocks, parts = 1 }: AdminFormView, place: FormPlace): ModalView {
  return {
    type: 'modal',
    callback_id: FORM_VIEW,
    private_metadata: writePlace(place),
    title: label(title),
    ...(submit !== null && { submit: label(submit) }),
    close: label(submit === null ? 'Close' : 'Cancel'),
    blocks: [...blocks, ...turning(place.part ?? 1, parts)],
  };
}
