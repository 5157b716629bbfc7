import { MINUTE } from '../../../lib/clock.ts';
import { didYouMean } from '../../../settings/did-you-mean.ts';
import { parseDuration } from '../../../settings/duration.ts';
import type { Service } from '../../../settings/types.ts';
import { mrkdwn } from '../../cards/mrkdwn.ts';
import { notice } from '../../cards/replies.ts';
import { carryOut, tell } from '../answers.ts';
import { type Subcommand, writeItLikeThis } from '../command.ts';
import { maintenanceList } from './words.ts';

const USAGE = 'maintenance ["service" 2h|end [reason]]';
const EXAMPLE = 'maintenance "Payment API" 2h new disks';
const MAX_REASON = 300;
const MAX_SHOWN = 100;
/** Longer is no maintenance any more. */
const LONGEST = 30 * 24 * 60 * MINUTE;

/** Work on a service: what happens to it meanwhile is recorded, and pages nobody. */
export const maintenanceCommand: Subcommand = {
  name: 'maintenance',
  usage: USAGE,
  help: 'list what is in maintenance, or put a service in it: nobody is paged for it meanwhile',
  changes: true,
  async run(deps, { asker, triggerId, rest, ack }) {
    const now = deps.clock.now();
    if (rest === '') {
      await ack();
      const known = new Set((await deps.servicesFor(asker.slackUserId, 'see')).map(({ id }) => id));
      const theirs = (await deps.maintenance.list()).filter(({ serviceId }) => known.has(serviceId));
      return tell(deps, asker, maintenanceList(theirs, now));
    }
    const services = await deps.servicesFor(asker.slackUserId);
    const asked = read(rest, services);
    if (asked === null) return tell(deps, asker, writeItLikeThis(USAGE, EXAMPLE));
    if ('unknown' in asked) return tell(deps, asker, unknownService(asked.unknown, services));
    const { service, span, reason } = asked;
    if (span !== null && (span < MINUTE || span > LONGEST)) return tell(deps, asker, outOfRange());
    const action =
      span === null
        ? ({ kind: 'end_maintenance', serviceId: service.id } as const)
        : ({ kind: 'maintenance', serviceId: service.id, from: now, to: now + span, reason } as const);
    await carryOut(deps, { requestKey: triggerId, asker, action, ack });
  },
};

type Asked = { service: Service; span: number | null; reason: string | null } | { unknown: string };

/** `"Payment API" 2h new disks`, with or without the quotes; `span`: null to end it. Null for what is nothing of the kind. */
export function read(text: string, services: readonly Service[]): Asked | null {
  const quoted = /^["“”„']([^"“”„']+)["“”„'](.*)$/su.exec(text);
  const named = quoted ? nameIn(quoted[1] ?? '', quoted[2] ?? '', services) : beginningWith(text, services);
  if (!named) return { unknown: quoted?.[1] ?? nameMeant(text) };
  const [word = '', ...others] = wordsOf(named.rest);
  const reason = others.join(' ');
  const span = parseDuration(word.toLowerCase());
  if (span === null && word.toLowerCase() !== 'end') return null;
  return { service: named.service, span, reason: reason.slice(0, MAX_REASON) || null };
}

/** What stands before the time, or before the word that ends it. */
function nameMeant(text: string): string {
  const words = wordsOf(text);
  const end = words.findIndex((word) => /^(\d|end$)/.test(word));
  return (end < 0 ? words : words.slice(0, end)).join(' ');
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

interface Named {
  service: Service;
  rest: string;
}

function nameIn(name: string, rest: string, services: readonly Service[]): Named | null {
  const service = services.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
  return service ? { service, rest } : null;
}

/** The longest name that the text begins with. */
function beginningWith(text: string, services: readonly Service[]): Named | null {
  const [service] = services
    .filter(({ name }) => `${text.toLowerCase()} `.startsWith(`${name.toLowerCase()} `))
    .sort((a, b) => b.name.length - a.name.length);
  return service ? { service, rest: text.slice(service.name.length) } : null;
}

function unknownService(name: string, services: readonly Service[]) {
  const shown = name.slice(0, MAX_SHOWN);
  const hint = didYouMean(
    shown,
    services.map((one) => one.name),
  );
  return notice(`There is no service “${mrkdwn(shown)}”; nothing was changed.${mrkdwn(hint)}`);
}

function outOfRange() {
  return notice('Maintenance lasts a minute at least, and 30 days at most; nothing was changed.');
}
