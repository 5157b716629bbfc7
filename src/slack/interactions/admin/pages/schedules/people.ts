import type { InputBlock } from '@slack/types';
import type { DirectoryEntry, OnCallDirectory } from '../../../../../oncall/call.ts';
import { bareName } from '../../../../../words/people.ts';
import { MAX_INPUT } from '../../../../cards/blocks.ts';
import { type Refused, type SubmittedView, textOf } from '../../../modal.ts';
import { longTextInput } from '../../../text-input.ts';
import { chosenOf, severalField } from '../../fields/several.ts';

export const ORDER = 'admin_layer_people';
const ADD = 'admin_layer_add';
const REMOVE = 'admin_layer_remove';

/** Somebody is chosen by their address, which is what opsknight.yml calls them. */
export function choicesOf(entries: readonly Pick<DirectoryEntry, 'name' | 'email'>[]) {
  return entries.map(({ name, email }) => ({ id: email, name: `@${bareName(name)}` }));
}

export function entryOf({ users }: OnCallDirectory, email: string): Pick<DirectoryEntry, 'name' | 'email'> {
  return users.find((user) => user.email === email) ?? { name: email, email };
}

/** The people of a layer in their order, and menus of whom to add and to take out. */
export function peopleFields(emails: readonly string[], directory: OnCallDirectory): InputBlock[] {
  const inOrder = emails.map((email) => entryOf(directory, email));
  const others = directory.users.filter(({ email, active }) => active && !emails.includes(email));
  const written = orderText(inOrder);
  const order = written !== null && {
    blockId: ORDER,
    label: 'People, in the order of their turns',
    hint: 'One in each line. Move, add or delete lines; an e-mail address is enough.',
    isOptional: true,
    written,
  };
  return [
    ...(order ? [longTextInput(order)] : []),
    ...menu(ADD, others, 'Add people', 'They come last in the order.', 'Nobody'),
    ...menu(REMOVE, inOrder, 'Take people out', 'Their turns go to the others.', 'Nobody'),
  ];
}

/** What a form that added people to nobody would hold. */
export function firstPeopleField(directory: OnCallDirectory): InputBlock[] {
  const active = directory.users.filter((user) => user.active);
  return menu(ADD, active, 'People', 'In the order of their turns.', 'Choose people');
}

/** The people as they were entered, by their addresses; in a form too long for a text, as they were before, without the order. */
export function readPeople(
  view: SubmittedView,
  emails: readonly string[],
  directory: OnCallDirectory,
): { people: string[] } | Refused {
  const isShown = view.state.values[ORDER] !== undefined;
  const lines = (textOf(view, ORDER) ?? '').split('\n').flatMap((line) => line.trim() || []);
  const read = isShown ? lines.map((line) => addressIn(line, directory)) : [...emails];
  const unknown = lines.filter((_, index) => read[index] === null);
  if (unknown.length > 0) {
    return {
      errors: { [ORDER]: `Nobody is called ${unknown[0]?.slice(0, 100)}: write an e-mail address in each line.` },
    };
  }
  const removed = chosenOf(view, REMOVE);
  const kept = read.flatMap((email) => (email === null || removed.includes(email) ? [] : [email]));
  return { people: [...kept, ...chosenOf(view, ADD).filter((email) => !kept.includes(email))] };
}

/** "Bob Smith <bob@example.com>", "bob@example.com", "Bob Smith"; null for what is none of them. */
function addressIn(line: string, { users }: OnCallDirectory): string | null {
  const last =
    line
      .replace(/>$/, '')
      .split(/[\s<>]/)
      .at(-1) ?? '';
  if (last.includes('@', 1) && !last.endsWith('@')) return last.toLowerCase();
  const name = bareName(line).toLowerCase();
  const named = users.filter((user) => bareName(user.name).toLowerCase() === name);
  return named.length === 1 ? (named[0]?.email ?? null) : null;
}

/** Null when even the addresses are more than a field takes. */
function orderText(people: readonly Pick<DirectoryEntry, 'name' | 'email'>[]): string | null {
  const texts = [
    people.map(({ name, email }) => `${bareName(name).replace(/[\n\r<>]/g, ' ')} <${email}>`),
    people.map(({ email }) => email),
  ];
  return texts.map((lines) => lines.join('\n')).find((text) => text.length <= MAX_INPUT) ?? null;
}

function menu(
  block: string,
  entries: readonly Pick<DirectoryEntry, 'name' | 'email'>[],
  label: string,
  hint: string,
  placeholder: string,
): InputBlock[] {
  const distinct = entries.filter((one, index) => entries.findIndex(({ email }) => email === one.email) === index);
  return severalField({ block, label, hint, placeholder, choices: choicesOf(distinct) });
}
