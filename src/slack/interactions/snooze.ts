import type { ModalView } from '@slack/types';
import { DateTime } from 'luxon';
import { incidentKey, isOver } from '../../incidents/types.ts';
import { HOUR, SECOND, type UtcMs } from '../../lib/clock.ts';
import { parseDuration } from '../../settings/duration.ts';
import { SNOOZE_CHOICES } from '../../words/incident.ts';
import { label, MAX_MODAL_TITLE, outsideLabel } from '../cards/blocks.ts';
import { notice } from '../cards/replies.ts';
import { dateAndTime } from '../cards/time.ts';
import { tell } from './answers.ts';
import { commandIncident, keyAndRest, type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import {
  type ControlRequest,
  choiceValue,
  giveCommand,
  type IncidentControl,
  onMenu,
  readChoiceValue,
} from './interaction.ts';
import {
  type FormRequest,
  formRequestOf,
  INPUT,
  inputOf,
  onSubmission,
  openForIncident,
  type Refused,
  readMetadata,
  type SubmittedView,
  writeMetadata,
} from './modal.ts';

const ACTION = 'snooze_incident';
const VIEW = 'snooze_incident_modal';
/** Where an error about the time is shown. */
const UNTIL_BLOCK = 'snooze_until';

/** The menu, in its order; `ms` is null for Custom…, which opens a modal. */
export const SNOOZE_MENU = [...SNOOZE_CHOICES, { key: 'custom', label: 'Custom…', ms: null }] as const;

/** A fixed time snoozes at once; Custom… asks until when. */
export const snooze: IncidentControl = {
  actionIds: [ACTION],
  viewId: VIEW,
  canWait: (_, chosen) => typeof readSnoozeValue(chosen)?.ms === 'number',
  control({ number, state }) {
    if (isOver(state)) return null;
    return {
      type: 'static_select',
      action_id: ACTION,
      placeholder: label('Snooze'),
      options: SNOOZE_MENU.map((choice) => ({ text: label(choice.label), value: snoozeValue(number, choice.key) })),
    };
  },
  listen(app, deps) {
    onMenu(app, ACTION, async (request, value) => {
      const choice = readSnoozeValue(value);
      if (choice === null) return request.ack();
      if (choice.ms === null) {
        await askUntilWhen(deps, formRequestOf(request), choice.number);
        // Slack keeps showing "Custom…", and would not tell us if somebody who has cancelled chose it once more.
        return deps.deliveries.redraw(choice.number, deps.clock.now());
      }
      await snoozeFor(deps, request, choice.number, choice.ms);
    });
    onSubmission(app, deps, { viewId: VIEW, errorBlock: UNTIL_BLOCK }, (view) => {
      const choice = readSnoozeModal(view);
      if ('errors' in choice) return choice;
      const { number, until } = choice;
      return { kind: 'command', number, command: { type: 'snooze', until } };
    });
  },
};

export function snoozeFor(deps: Deps, request: ControlRequest, number: number, ms: number): Promise<void> {
  return giveCommand(deps, request, number, { type: 'snooze', until: deps.clock.now() + ms });
}

export function snoozeValue(number: number, key: string): string {
  return choiceValue(number, key);
}

/** What was chosen, with how long from now; null for a value that is not ours. */
export function readSnoozeValue(value: string | undefined): { number: number; ms: number | null } | null {
  const chosen = readChoiceValue(value, (key) => SNOOZE_MENU.find((one) => one.key === key));
  return chosen && { number: chosen.number, ms: chosen.choice.ms };
}

/** Opens the modal that asks until when to snooze. */
export async function askUntilWhen(deps: Deps, request: FormRequest, number: number): Promise<void> {
  const zone = await zoneOf(deps, request.asker.slackUserId);
  await openForIncident(deps, request, { kind: 'snooze', number }, () =>
    snoozeModal({ number, now: deps.clock.now(), zone }),
  );
}

/** The person's own zone, if we know them: a modal can't wait for Slack to tell. */
async function zoneOf({ people }: Deps, slackUserId: string): Promise<string | null> {
  const person = await people.known(slackUserId);
  return person?.user?.timezone ?? person?.identity.timezone ?? null;
}

/** When a working day begins, and how far off it must be to be worth offering. */
const MORNING = { hour: 9, minute: 0, second: 0, millisecond: 0 };
const SOONEST_OFFER = HOUR;

const FALLBACK_ZONE = 'UTC';

interface SnoozeModalContent {
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
    callback_id: VIEW,
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

export const snoozeCommand: Subcommand = {
  name: 'snooze',
  usage: 'snooze INC-n [2h]',
  help: 'silence an incident for a while; without a time, a form asks',
  changes: true,
  async run(deps, call) {
    const { asker, rest, triggerId, ack } = call;
    const named = keyAndRest(rest);
    const ms = named && parseDuration(named.rest.replace(/^for\s+/i, '').toLowerCase());
    if (named?.rest === '') return askUntilWhen(deps, { asker, triggerId, inView: null, ack }, named.number);
    if (!named || ms === null) return tell(deps, asker, writeItLikeThis(snoozeCommand.usage, 'snooze INC-42 2h'));
    const { number } = named;
    const until = deps.clock.now() + ms;
    const success = notice(`${incidentKey(number)} is snoozed ${dateAndTime(until, 'until')}.`);
    await commandIncident(deps, call, number, { type: 'snooze', until }, success);
  },
};
