import type { Block } from '../block-kit/blocks.ts';
import { type FileInputElement, takesFile } from '../block-kit/file-input.ts';
import { isJsonObject } from '../json.ts';
import { fileObject } from '../workspace/files.ts';
import type { Member } from '../workspace/members.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { enter, enteredOn } from './entering.ts';
import type { Surface } from './surface.ts';

/** Puts one more file into a field; returns why it can't be, if so. */
export function attachFile(
  workspace: Workspace,
  member: Member,
  surface: Surface,
  placed: { element: FileInputElement; block: Block },
  name: string,
  content: Uint8Array,
): string | undefined {
  const { element, block } = placed;
  if (!takesFile(element, name)) return `The field takes ${element.filetypes?.join(', ')} only.`;
  const entered = enteredOn(workspace, member.id, surface).get(block.block_id)?.get(element.action_id)?.files;
  const files = Array.isArray(entered) ? entered.filter(isJsonObject) : [];
  if (files.length >= element.max_files) return `The field takes ${element.max_files} files at most.`;
  const file = fileObject(workspace.teamId, workspace.baseUrl(), workspace.files.add(name, content, member.id));
  enter(workspace, member.id, surface, placed, { type: 'file_input', files: [...files, file] });
  return undefined;
}
