import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { WorkspaceSeed } from './workspace/seed.ts';

const member = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'lower case, no spaces'),
  realName: z.string().optional(),
  displayName: z.string().optional(),
  email: z.email().optional(),
  tz: z.string().optional(),
  admin: z.boolean().optional(),
  owner: z.boolean().optional(),
  guest: z.enum(['multi_channel', 'single_channel']).optional(),
  deleted: z.boolean().optional(),
  bot: z.boolean().optional(),
  stranger: z.union([z.boolean(), z.strictObject({ team: z.string() })]).optional(),
});

const channel = z.strictObject({
  name: z.string(),
  private: z.boolean().optional(),
  archived: z.boolean().optional(),
  members: z.array(z.string()).optional(),
  bot: z.boolean().optional(),
  topic: z.string().optional(),
});

const userGroup = z.strictObject({
  handle: z.string(),
  name: z.string().optional(),
  members: z.array(z.string()).optional(),
});

const workspace = z.strictObject({
  name: z.string(),
  domain: z.string().optional(),
  members: z.array(member).optional(),
  channels: z.array(channel).optional(),
  userGroups: z.array(userGroup).optional(),
});

const fileSchema = z.strictObject({ workspaces: z.array(workspace).min(1) });

/** Reads `workspaces: [{ name, members, channels, userGroups }]`; throws with every problem when that is not in it. */
export function readWorkspaces(path: string): WorkspaceSeed[] {
  const parsed = fileSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} describes no workspaces:\n${z.prettifyError(parsed.error)}`);
  return parsed.data.workspaces;
}
