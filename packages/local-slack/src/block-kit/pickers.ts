import { z } from 'zod';
import { confirmation } from './composition.ts';
import { actionId } from './identity.ts';
import { plainText } from './text.ts';

const common = {
  action_id: actionId,
  confirm: confirmation.optional(),
  focus_on_load: z.boolean().optional(),
};

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element */
export const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...common,
  placeholder: plainText(150).optional(),
  initial_date: z.iso.date('must be a date in the form YYYY-MM-DD').optional(),
});

/** https://docs.slack.dev/reference/block-kit/block-elements/time-picker-element */
export const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...common,
  placeholder: plainText(150).optional(),
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time in the form HH:mm')
    .optional(),
  timezone: z.string().refine(isZone, 'must be an IANA time zone').optional(),
});

/** Seconds since 1970 in ten digits: https://docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element */
export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...common,
  initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
});
