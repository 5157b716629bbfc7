import { z } from 'zod';
import { actionId } from './identity.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements/file-input-element */
export const fileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: actionId,
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.number().int().min(1).max(10).default(10),
});

export type FileInputElement = z.infer<typeof fileInput>;

/** Whether the field takes a file of that name. */
export function takesFile({ filetypes }: FileInputElement, name: string): boolean {
  return filetypes === undefined || filetypes.includes(name.split('.').at(-1)?.toLowerCase() ?? '');
}
