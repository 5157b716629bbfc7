import type { Interactive } from '../block-kit/blocks.ts';
import type { Confirmation } from '../block-kit/composition.ts';
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

async function carry(stage: Stage, member: Member, target: ActionTarget, placed: Placed, labels?: string[]) {
  const chosen = labels && chosenValue(stage.workspace, placed.element, labels);
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
  enter(stage, member, target, placed, labels);
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

function enter({ workspace }: Stage, member: Member, target: ActionTarget, placed: Placed, labels: string[]): void {
  enterValue(workspace, member.id, target.surface(), placed, chosenValue(workspace, placed.element, labels));
}
