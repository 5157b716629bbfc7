import type { Interactive } from '../block-kit/blocks.ts';
import { attachFile } from '../interactions/attachments.ts';
import type { SubmissionOutcome } from '../interactions/submission.ts';
import type { Placed, Surface } from '../interactions/surface.ts';
import type { Member } from '../workspace/members.ts';
import { initialValue, isEmpty } from '../workspace/view-state.ts';
import type { View } from '../workspace/views.ts';
import { type Acting, choose, click, fill, seekElement } from './act.ts';
import { labelsOf, placedInBlocks } from './elements.ts';
import type { ActionTarget, Stage } from './stage.ts';
import { describe, type VisibleContent, visibleBlocks } from './visible.ts';

export type ModalOutcome = Exclude<SubmissionOutcome, 'failed'>;

/** A modal that somebody has open. It follows updates; a view pushed on top of it is another modal. */
export class ModalHandle implements ActionTarget {
  constructor(
    private readonly stage: Stage,
    private readonly member: Member,
    private readonly view: View,
  ) {}

  get title(): string {
    return this.view.content.type === 'modal' ? this.view.content.title.text : '';
  }

  get isOpen(): boolean {
    return this.stage.workspace.views.stackWith(this.view).length > 0;
  }

  /** The words on the submit button; undefined when there is none. */
  get submitLabel(): string | undefined {
    return this.view.content.type === 'modal' ? this.view.content.submit?.text : undefined;
  }

  visible(): VisibleContent {
    return visibleBlocks(this.stage.workspace, this.view.content.blocks);
  }

  /** The line across the modal when something went wrong. */
  get notice(): string | undefined {
    return this.view.notice;
  }

  async fill(label: string, text: string): Promise<void> {
    await fill(this.stage, this.member, this, label, text);
  }

  /** By visible names; several for menus and checkboxes that take several. */
  async choose(label: string, options: string | string[], acting?: Acting): Promise<void> {
    await choose(this.stage, this.member, this, label, options, acting);
  }

  async pickDateTime(label: string, epochSeconds: number): Promise<void> {
    await this.choose(label, String(epochSeconds));
  }

  /** `YYYY-MM-DD` */
  async pickDate(label: string, date: string): Promise<void> {
    await this.choose(label, date);
  }

  /** `HH:mm` */
  async pickTime(label: string, time: string): Promise<void> {
    await this.choose(label, time);
  }

  /** Puts a file into a file field. */
  async attach(label: string, file: { name: string; content: string }): Promise<void> {
    const kinds = ({ type }: Interactive) => type === 'file_input';
    const { element, block } = await seekElement(this.stage, this.member, this, { label, kinds }, {});
    if (element.type !== 'file_input') return;
    const content = new TextEncoder().encode(file.content);
    const refusal = attachFile(
      this.stage.workspace,
      this.member,
      this.surface(),
      { element, block },
      file.name,
      content,
    );
    if (refusal !== undefined) throw new Error(refusal);
  }

  async click(label: string, acting?: Acting): Promise<void> {
    await click(this.stage, this.member, this, label, acting);
  }

  /** What an element holds now, as the app would get it; undefined when it is empty. */
  value(label: string): unknown {
    const placed = this.placed().find((one) => labelsOf(this.stage.workspace, one).includes(label));
    if (!placed) throw new Error(`The modal has no “${label}”:\n${this.describe()}`);
    const { block, element } = placed;
    const value = this.view.entered.get(block.block_id)?.get(element.action_id) ?? initialValue(element);
    if (!value || isEmpty(value)) return undefined;
    return Object.entries(value).find(([key]) => key !== 'type')?.[1];
  }

  /** Presses the submit button. Rejects with the visible error when the app does not answer as it should. */
  async submit(): Promise<ModalOutcome> {
    if (!this.isOpen) throw new Error(`The modal “${this.title}” is not open any more`);
    if (this.submitLabel === undefined) throw new Error(`The modal “${this.title}” has no submit button`);
    const outcome = await this.stage.interactions.submit(this.member, this.view);
    if (outcome === 'failed') throw new Error(this.notice);
    return outcome;
  }

  close(): void {
    if (!this.isOpen) throw new Error(`The modal “${this.title}” is not open any more`);
    this.stage.interactions.close(this.member, this.view);
  }

  /** Errors beside inputs, by the inputs' labels. */
  errors(): Record<string, string> {
    const labels = new Map(
      this.view.content.blocks.flatMap((block) => (block.type === 'input' ? [[block.block_id, block.label.text]] : [])),
    );
    return Object.fromEntries([...this.view.errors].map(([blockId, text]) => [labels.get(blockId) ?? blockId, text]));
  }

  surface(): Surface {
    return { view: this.view };
  }

  placed(): Placed[] {
    return placedInBlocks(this.view.content.blocks);
  }

  obstacle(member: Member): string | undefined {
    if (member !== this.member) return `@${this.member.name} has that modal open`;
    return this.isOpen ? undefined : 'the modal is closed';
  }

  describe(): string {
    const lines = [`    “${this.title}”`, describe(this.visible())];
    for (const [label, error] of Object.entries(this.errors())) lines.push(`    error at ${label}: ${error}`);
    if (this.notice) lines.push(`    notice: ${this.notice}`);
    return lines.join('\n');
  }
}
