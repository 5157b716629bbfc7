import type { Button, KnownBlock, ModalView } from '@slack/types';
import { button } from '../../cards/blocks.ts';
import type { Refused, SubmittedView } from '../modal.ts';
import { type FormPlace, writeValue } from './place.ts';
import type { Admin } from './who.ts';

/** What a page shows of its list. */
export interface PageContent {
  blocks: KnownBlock[];
  /** How many list pages there are; 1 when left out. */
  pages?: number;
}

/** A form on top of a page. */
export interface AdminForm {
  /**
   * The form as it is opened.
   * @param name what it is about; empty for something new, or where there is only one
   * @param part which part of a long list, from 1
   */
  open(admin: Admin, name: string, part: number): Promise<AdminFormView>;
  /** Does what was submitted. */
  submit(admin: Admin, view: SubmittedForm, place: FormPlace): Promise<Submitted>;
}

/** Its id is one of a kind: what it does, it does once. */
export interface SubmittedForm extends SubmittedView {
  id: string;
}

export interface AdminFormView {
  /** At most 24 characters. */
  title: string;
  /** Null: there is nothing to submit. */
  submit: string | null;
  blocks: KnownBlock[];
  /** In how many parts what it shows is; 1 when left out. */
  parts?: number;
  /** What its fields show, as fingerprints by block id. */
  seen?: Record<string, string>;
  /** There is nothing any more that it could be about. */
  isGone?: boolean;
}

export type Submitted =
  | Refused
  /** Words in mrkdwn, shown on the page below. */
  | { done: string }
  /** Shown instead of the form: something that is seen only once; and what follows in its place when it is known. */
  | { shown: ModalView; follows?: () => Promise<ModalView> }
  /** The form again, with what would come of it; it is done once that is submitted as it is. `previewed`: see `FormPlace`. */
  | { asks: AdminFormView; previewed: string }
  /** In mrkdwn, where no field is there to say it at. */
  | { refusal: string };

/** One of many, by which it is looked for, and what its form is opened for: at most `MAX_OPTION_VALUE`. */
export interface Found {
  text: string;
  value: string;
}

/** One kind of settings, as admins see and change it: a modal that the Home tab opens. */
export interface AdminPage {
  /** What controls and modals call it: a short word. */
  key: string;
  /** On its button, and on the modal: at most 24 characters. */
  title: string;
  /** @param list which page of its list, from 1. */
  show(admin: Admin, list: number): Promise<PageContent>;
  /** How one of many is found by its name, and which form it leads to. */
  find?: { form: string; placeholder: string; found(admin: Admin): Promise<readonly Found[]> };
  /** By what controls call them. */
  forms?: Readonly<Record<string, AdminForm>>;
  /** What is done at the press of a button, by what the button calls it; what came of it, in mrkdwn. */
  requests?: Readonly<Record<string, (admin: Admin, name: string) => Promise<string>>>;
}

/** Buttons of one block have ids of their own. */
export const OPEN_FORM = ['admin_form', 'admin_form_2', 'admin_form_3', 'admin_form_4'] as const;
export const REQUEST = 'admin_request';

interface Control {
  page: string;
  /** Of the page's forms, or of its requests. */
  what: string;
  /** What it is about: a service's name; nothing where there is only one. */
  name?: string;
}

/** Opens a form on top of the page. @param nth which such button of its block it is, from 1 */
export function formButton(text: string, { page, what, name = '' }: Control, nth: 1 | 2 | 3 | 4 = 1): Button {
  return button(OPEN_FORM[nth - 1] ?? OPEN_FORM[0], text, writeValue({ page, what, name }));
}

/** Does something at once. */
export function requestButton(text: string, { page, what, name = '' }: Control): Button {
  return button(REQUEST, text, writeValue({ page, what, name }));
}
