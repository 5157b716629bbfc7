import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const shortcut = z.object({
  name: z.string(),
  type: z.enum(['global', 'message']),
  callback_id: z.string(),
  description: z.string(),
});

const slashCommand = z.object({
  command: z.string().startsWith('/'),
  description: z.string(),
  usage_hint: z.string().optional(),
  should_escape: z.boolean().default(false),
  /** Where the app listens, unless it does so over sockets. */
  url: z.url().optional(),
});

/**
 * The parts of an app manifest that decide what Slack sends to the app and what the app may do
 * (https://docs.slack.dev/reference/app-manifest).
 */
const manifestSchema = z.object({
  display_information: z.object({ name: z.string() }),
  features: z
    .object({
      app_home: z
        .object({
          home_tab_enabled: z.boolean().default(false),
          messages_tab_enabled: z.boolean().default(true),
          messages_tab_read_only_enabled: z.boolean().default(true),
        })
        .prefault({}),
      bot_user: z.object({ display_name: z.string() }).optional(),
      shortcuts: z.array(shortcut).default([]),
      slash_commands: z.array(slashCommand).default([]),
    })
    .prefault({}),
  oauth_config: z
    .object({
      redirect_urls: z.array(z.url()).default([]),
      scopes: z.object({ bot: z.array(z.string()).default([]) }).prefault({}),
    })
    .prefault({}),
  settings: z
    .object({
      interactivity: z
        .object({
          is_enabled: z.boolean().default(false),
          request_url: z.url().optional(),
          message_menu_options_url: z.url().optional(),
        })
        .prefault({}),
      event_subscriptions: z
        .object({ bot_events: z.array(z.string()).default([]), request_url: z.url().optional() })
        .prefault({}),
      org_deploy_enabled: z.boolean().default(false),
      socket_mode_enabled: z.boolean().default(false),
      token_rotation_enabled: z.boolean().default(false),
    })
    .prefault({}),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** Reads a manifest file (YAML or JSON); throws with every problem when it is not one. */
export function readManifest(path: string): Manifest {
  const parsed = manifestSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} is not an app manifest:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
