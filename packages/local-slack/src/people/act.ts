import type { Interactive } from '../block-kit/blocks.ts';
import type { Confirmation, Option } from '../block-kit/composition.ts';
import { enter as enterValue } from '../interactions/entering.ts';
import type { Placed } from '../interactions/surface.ts';
import type { Member } from '../workspace/members.ts';
import { findElement, nameOf, type Search } from './elements.ts';
import { renderText } from './rendered-text.ts';
import type { ActionTarget, Stage, Waiting } from './stage.ts';
import { chosenValue } from './values.ts';

export interface Acting extends Waiting {
  /** How to answer a confirmation dialog. */
  confirm?: boolean;
  /** Text of the row that the element stands in, where several are called the same. */
  row?: string | RegExp;
}

/** Waits until the person can see such an element. */
export function seekElement(
  stage: Stage,
  member: Member,
  target: ActionTarget,
  search: Search,
  { timeoutMs }: Waiting,
): Promise<Placed> {
  const look = () => (target.obstacle(member) ? undefined : findElement(stage.workspace, target.placed(), search));
  const explain = () => {
    const obstacle = target.obstacle(member);
    if (obstacle) return `@${member.name} cannot use “${search.label}”: ${obstacle}`;
    const others = target.placed().filter(({ element }) => search.kinds(element));
    const names = others.map((one) => `“${nameOf(stage.workspace, one)}”`).join(', ') || 'none';
    return `@${member.name} sees no “${search.label}”. There is: ${names}\n${target.describe()}`;
  };
  return stage.feed.waitFor(look, explain, timeoutMs);
}

/** Answers a confirmation dialog; false when the person backs out. */
function isConfirmed(stage: Stage, element: Interactive, answer: boolean | undefined): boolean {
  const dialog: Confirmation | undefined = 'confirm' in element ? element.confirm : undefined;
  if (!dialog) return true;
  if (answer !== undefined) return answer;
  const text = renderText(stage.workspace, dialog.text);
  throw new Error(
    `A dialog asks “${dialog.title.text}: ${text}” [${dialog.confirm.text}] [${dialog.deny.text}]: answer it with { confirm: true } or { confirm: false }`,
  );
}

/** What the app offers to somebody who types these words into a menu with external data. */
async function suggestedFor(stage: Stage, member: Member, target: ActionTarget, placed: Placed, labels: string[]) {
  if (!placed.element.type.endsWith('external_select')) return [];
  const offers = await Promise.all(
    labels.map((label) => stage.interactions.suggest(member, target.surface(), placed, label)),
  );
  if (offers.includes(undefined)) throw new Error('The menu says: No results. The app did not offer options.');
  const options = offers.flatMap((one) => one ?? []);
  if (options.length === 0) throw new Error(`The menu offers nothing for “${labels.join(', ')}”`);
  return options;
}

async function carry(stage: Stage, member: Member, target: ActionTarget, placed: Placed, labels?: string[]) {
  const suggested = labels && (await suggestedFor(stage, member, target, placed, labels));
  const chosen = labels && chosenValue(stage.workspace, placed.element, labels, suggested);
  const error = await stage.interactions.act(member, target.surface(), placed, chosen);
  if (error !== undefined) throw new Error(error);
}

/** Presses a button. Resolves when the app has acknowledged; rejects with the error that the person sees. */
export async function click(stage: Stage, member: Member, target: ActionTarget, label: string, acting: Acting = {}) {
  const kinds = ({ type }: Interactive) => type === 'button';
  const placed = await seekElement(stage, member, target, { label, kinds, row: acting.row }, acting);
  if (isConfirmed(stage, placed.element, acting.confirm)) await carry(stage, member, target, placed);
}

/** Chooses in a menu, a picker, or a group of choices. */
export async function choose(
  stage: Stage,
  member: Member,
  target: ActionTarget,
  label: string,
  options: string | string[],
  acting: Acting = {},
) {
  const kinds = ({ type }: Interactive) => type !== 'button' && !type.endsWith('_input');
  const placed = await seekElement(stage, member, target, { label, kinds, row: acting.row }, acting);
  const isPlainInput = placed.block.type === 'input' && !placed.block.dispatch_action;
  const labels = [options].flat();
  if (!isPlainInput) {
    if (isConfirmed(stage, placed.element, acting.confirm)) await carry(stage, member, target, placed, labels);
    return;
  }
  enter(stage, member, target, placed, labels, await suggestedFor(stage, member, target, placed, labels));
}

/** Types into an input. */
export async function fill(
  stage: Stage,
  member: Member,
  target: ActionTarget,
  label: string,
  text: string,
  acting: Acting = {},
) {
  const kinds = ({ type }: Interactive) => type.endsWith('_input');
  const placed = await seekElement(stage, member, target, { label, kinds }, acting);
  if (placed.block.type === 'input' && placed.block.dispatch_action) await carry(stage, member, target, placed, [text]);
  else enter(stage, member, target, placed, [text]);
}

function enter(
  { workspace }: Stage,
  member: Member,
  target: ActionTarget,
  placed: Placed,
  labels: string[],
  suggested?: readonly Option[],
): void {
  const value = chosenValue(workspace, placed.element, labels, suggested);
  enterValue(workspace, member.id, target.surface(), placed, value);
}
