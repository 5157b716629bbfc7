import { z } from 'zod';

/** What a page's modal remembers while it is open (`private_metadata`). */
export interface PagePlace {
  page: string;
  /** Which page of its list it shows, from 1. */
  list: number;
}

/** A form as it is shown. */
export interface ShownForm {
  form: string;
  name: string;
  part?: number | undefined;
}

/** What a form's modal remembers. */
export interface FormPlace extends PagePlace {
  form: string;
  /** What the form is about. */
  name: string;
  /** What its fields showed when it was opened, as fingerprints by block id. */
  seen: Record<string, string>;
  /** Which part of a long list it shows, from 1; left out for the first. */
  part?: number | undefined;
  /** The form that it lies on; left out where it lies on the page itself. */
  below?: ShownForm | undefined;
  /** What would come of it has been shown: the fingerprint of what was entered, and of what would come of that. */
  previewed?: string | undefined;
}

const key = z.string().max(50);
const nth = z.int().positive().max(100_000);
const pagePlace = z.object({ page: key, list: nth });
const shownForm = z.object({ form: key, name: z.string().max(300), part: nth.optional() });
const formPlace = pagePlace.extend({
  ...shownForm.shape,
  seen: z.record(z.string(), z.string()),
  below: shownForm.optional(),
  previewed: z.string().max(100).optional(),
});
const controlValue = z.object({ page: key, what: key, name: z.string().max(300) });

export type ControlValue = z.output<typeof controlValue>;

export function writePlace(place: PagePlace | FormPlace): string {
  return JSON.stringify(place);
}

/** Null for what is not ours. */
export function readPagePlace(metadata: string | undefined): PagePlace | null {
  return pagePlace.safeParse(parsed(metadata)).data ?? null;
}

/** Null for what is not ours. */
export function readFormPlace(metadata: string | undefined): FormPlace | null {
  return formPlace.safeParse(parsed(metadata)).data ?? null;
}

/** What a control of a page carries. */
export function writeValue(value: ControlValue): string {
  return JSON.stringify(value);
}

/** Null for a value that is not ours. */
export function readValue(value: string | undefined): ControlValue | null {
  return controlValue.safeParse(parsed(value)).data ?? null;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text || 'null');
  } catch {
    return null;
  }
}
