import type { ModalView } from '@slack/types';
import { DateTime } from 'luxon';
import { HOUR, SECOND, type UtcMs } from '../../../clock.ts';
import { incidentKey } from '../../../incidents/types.ts';
import { label, outsideLabel } from '../blocks.ts';
import { VIEW } from '../ids.ts';
import { MAX_MODAL_TITLE } from '../limits.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import { INPUT, inputOf, type Refused, type SubmittedView } from './submission.ts';

/** Where an error about the time is shown. */
export const UNTIL_BLOCK = 'snooze_until';

/** When a working day begins, and how far off it must be to be worth offering. */
const MORNING = { hour: 9, minute: 0, second: 0, millisecond: 0 };
const SOONEST_OFFER = HOUR;

const FALLBACK_ZONE = 'UTC';

export interface SnoozeModalContent {
  number: number;
  now: UtcMs;
  /** The person's IANA zone; null when nobody knows it. */
  zone: string | null;
}

/** Asks until when, beginning at the person's next morning. Slack's picker shows and takes times in their own zone. */
export function snoozeModal({ number, now, zone }: SnoozeModalContent): ModalView {
  const local = inZone(now, zone);
  return {
    type: 'modal',
    callback_id: VIEW.snooze,
    private_metadata: writeMetadata(number),
    title: outsideLabel(`Snooze ${incidentKey(number)}`, MAX_MODAL_TITLE),
    submit: label('Snooze'),
    close: label('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: UNTIL_BLOCK,
        label: label('Snooze until'),
        hint: label(`In your time zone, ${local.zoneName}. Between 1 minute and 30 days from now.`),
        element: {
          type: 'datetimepicker',
          action_id: INPUT,
          initial_date_time: Math.floor(nextMorning(local).toMillis() / SECOND),
          focus_on_load: true,
        },
      },
    ],
  };
}

/** What was submitted. Whether the time is allowed is for `decide` to say. */
export function readSnoozeModal(view: SubmittedView): { number: number; until: UtcMs } | Refused {
  const seconds = inputOf(view, UNTIL_BLOCK).selected_date_time;
  if (!seconds) return { errors: { [UNTIL_BLOCK]: 'Pick a date and a time.' } };
  return { number: readMetadata(view), until: seconds * SECOND };
}

function nextMorning(local: DateTime): DateTime {
  const today = local.set(MORNING);
  const isFarEnough = today.toMillis() - local.toMillis() >= SOONEST_OFFER;
  return isFarEnough ? today : local.plus({ days: 1 }).set(MORNING);
}

function inZone(now: UtcMs, zone: string | null): DateTime {
  const local = DateTime.fromMillis(now, { zone: zone ?? FALLBACK_ZONE });
  return local.isValid ? local : DateTime.fromMillis(now, { zone: FALLBACK_ZONE });
}
