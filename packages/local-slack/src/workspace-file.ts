import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { workspaceSeed } from './workspace/seed.ts';

const workspaceFile = z.strictObject({
  /** The organization that all of them belong to. */
  enterprise: z.string().optional(),
  workspaces: z.array(workspaceSeed).min(1),
});

export type WorkspaceFile = z.infer<typeof workspaceFile>;

/** Reads `workspaces: [{ name, members, channels, … }]` (YAML or JSON); throws with every problem when that is not in it. */
export function readWorkspaceFile(path: string): WorkspaceFile {
  const parsed = workspaceFile.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} describes no workspaces:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
