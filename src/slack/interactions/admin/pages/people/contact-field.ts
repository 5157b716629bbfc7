import { CONTACT_KINDS } from '../../../../../people/contact.ts';
import { fingerprintOf } from '../../../../../settings/change-setting.ts';
import { MAX_INPUT } from '../../../../cards/blocks.ts';
import { inline } from '../../../../cards/mrkdwn.ts';
import { textOf } from '../../../modal.ts';
import { longTextInput } from '../../../text-input.ts';
import type { SettingField } from '../../setting-form.ts';

const BLOCK = 'admin_person_contact';
const AT_ONCE = '0s';
/** Whoever knows such an address can write there: it is in no view. */
const SECRET: readonly string[] = ['webhook', 'ntfy'];
const KEPT = 'kept:';
const MAX_SHOWN = 60;

type Method = Record<string, string>;

/** How somebody is reached besides Slack, a method in each line; an address that is secret stands there by a mark, and can be kept. */
export const contactField: SettingField = {
  block: BLOCK,
  path: ['contact'],
  draw: (value) => {
    const written = methodsOf(value).map(toLine).join('\n');
    if (written.length > MAX_INPUT) return null;
    return longTextInput({
      blockId: BLOCK,
      label: 'Reached besides Slack by',
      hint: `One in each line: ${CONTACT_KINDS.join(', ')}, the address, and how long after the page: sms +4930123456 after 10m`,
      isOptional: true,
      written,
    });
  },
  read: (view, stored) => {
    const lines = (textOf(view, BLOCK) ?? '').split('\n').flatMap((line) => line.trim() || []);
    return lines.length > 0 ? lines.map((line) => fromLine(line, methodsOf(stored))) : undefined;
  },
  refuse: async (value) => {
    const odd = methodsOf(value).find((method) => !CONTACT_KINDS.some((kind) => method[kind]));
    if (!odd) return null;
    const [written = ''] = Object.entries(odd).map(([kind, address]) => `${kind} ${address}`.trim());
    return `Each line begins with one of ${CONTACT_KINDS.join(', ')}, then comes the address; not so “${inline(written, MAX_SHOWN)}”.`;
  },
};

function methodsOf(value: unknown): Method[] {
  return Array.isArray(value) ? (value as Method[]) : [];
}

function toLine(method: Method): string {
  const kind = CONTACT_KINDS.find((one) => method[one] !== undefined) ?? '';
  const address = method[kind] ?? '';
  const shown = SECRET.includes(kind) ? KEPT + fingerprintOf(address) : address;
  const after = method['after'] ?? AT_ONCE;
  return `${kind} ${shown}${after === AT_ONCE ? '' : ` after ${after}`}`;
}

function fromLine(line: string, stored: readonly Method[]): Method {
  const [kind = '', ...words] = line.split(/\s+/);
  const hasTime = words.length > 2 && words.at(-2) === 'after';
  const shown = words.slice(0, hasTime ? -2 : undefined).join(' ');
  const after = (hasTime && words.at(-1)) || AT_ONCE;
  const kept = stored.find((one) => shown.startsWith(KEPT) && KEPT + fingerprintOf(one[kind] ?? '') === shown);
  return { [kind.replace(/:$/, '')]: kept?.[kind] ?? shown, after };
}
