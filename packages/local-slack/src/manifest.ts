import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { BOT_EVENTS } from './event-names.ts';

/*
 * An app manifest (https://docs.slack.dev/reference/app-manifest), with the limits of Slack's own schema of it. Parts that
 * decide nothing here are known by name only.
 */

const words = (max: number) => z.string().min(1).max(max);
const webAddress = z.string().regex(/^https?:\/\//, 'must be a web address');
const unique = (items: readonly string[]) => new Set(items).size === items.length;

const shortcut = z.strictObject({
  name: words(24),
  type: z.enum(['global', 'message']),
  callback_id: words(255),
  description: words(150),
});

const slashCommand = z.strictObject({
  command: z.string().startsWith('/').min(2).max(32),
  /** Where the app listens, unless it does so over sockets. */
  url: webAddress.max(3000).optional(),
  description: words(2000),
  usage_hint: words(1000).optional(),
  should_escape: z.boolean().default(false),
});

const displayInformation = z.strictObject({
  name: words(35),
  description: words(140).optional(),
  long_description: z.string().min(175).max(4000).optional(),
  background_color: z
    .string()
    .regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/, 'must be a color such as #1b2a41')
    .optional(),
});

const appHome = z.strictObject({
  home_tab_enabled: z.boolean().default(false),
  messages_tab_enabled: z.boolean().default(true),
  messages_tab_read_only_enabled: z.boolean().default(true),
});

const features = z.strictObject({
  app_home: appHome.prefault({}),
  bot_user: z.strictObject({ display_name: words(80), always_online: z.boolean().optional() }).optional(),
  shortcuts: z.array(shortcut).min(1).max(10).default([]),
  slash_commands: z.array(slashCommand).min(1).max(50).default([]),
  unfurl_domains: z.array(z.string().max(255)).min(1).max(5).optional(),
  workflow_steps: z.array(z.unknown()).optional(),
  functions: z.unknown().optional(),
  assistant_view: z.unknown().optional(),
  agent_view: z.unknown().optional(),
});

const scopes = z.array(words(50)).max(255);

const oauthConfig = z.strictObject({
  redirect_urls: z.array(z.url().max(2500)).max(1000).refine(unique, 'must not repeat').default([]),
  scopes: z
    .strictObject({
      bot: scopes.default([]),
      user: scopes.optional(),
      bot_optional: scopes.optional(),
      user_optional: scopes.optional(),
    })
    .prefault({}),
  token_management_enabled: z.boolean().optional(),
  pkce_enabled: z.boolean().optional(),
});

const botEvent = words(50).refine((name) => BOT_EVENTS.has(name), 'is no event that a bot can subscribe to');
const botEvents = z.array(botEvent).max(100).refine(unique, 'must not repeat');

const settings = z.strictObject({
  allowed_ip_address_ranges: z.array(z.string()).min(1).max(50).optional(),
  event_subscriptions: z
    .strictObject({
      request_url: webAddress.max(3500).optional(),
      bot_events: botEvents.default([]),
      user_events: z.array(words(50)).max(100).optional(),
      metadata_subscriptions: z.array(z.unknown()).min(1).max(20).optional(),
    })
    .prefault({}),
  incoming_webhooks: z.strictObject({ incoming_webhooks_enabled: z.boolean().optional() }).optional(),
  interactivity: z
    .strictObject({
      is_enabled: z.boolean(),
      request_url: webAddress.max(3500).optional(),
      message_menu_options_url: webAddress.max(3500).optional(),
    })
    .default({ is_enabled: false }),
  org_deploy_enabled: z.boolean().default(false),
  socket_mode_enabled: z.boolean().default(false),
  token_rotation_enabled: z.boolean().default(false),
  is_hosted: z.boolean().optional(),
  siws_links: z.strictObject({ initiate_uri: z.string().startsWith('https://').max(3500).optional() }).optional(),
  hermes_app_type: z.string().optional(),
  function_runtime: z.string().optional(),
  is_mcp_enabled: z.boolean().optional(),
});

const manifestSchema = z
  .strictObject({
    $schema: z.string().optional(),
    _metadata: z
      .strictObject({
        schema_version: z.int().optional(),
        min_version: z.int().optional(),
        major_version: z.int().optional(),
        minor_version: z.int().optional(),
      })
      .optional(),
    display_information: displayInformation,
    features: features.prefault({}),
    oauth_config: oauthConfig.prefault({}),
    settings: settings.prefault({}),
    app_directory: z.unknown().optional(),
    functions: z.unknown().optional(),
    workflows: z.unknown().optional(),
    datastores: z.unknown().optional(),
    outgoing_domains: z.unknown().optional(),
    types: z.unknown().optional(),
    external_auth_providers: z.unknown().optional(),
    mcp_servers: z.unknown().optional(),
  })
  .superRefine(({ features: { slash_commands, shortcuts }, oauth_config }, context) => {
    // https://docs.slack.dev/reference/scopes/commands: "Add shortcuts and/or slash commands that people can use".
    if (oauth_config.scopes.bot.includes('commands')) return;
    for (const [key, list] of Object.entries({ slash_commands, shortcuts })) {
      if (list.length === 0) continue;
      context.addIssue({ code: 'custom', path: ['features', key], message: 'requires the bot scope `commands`' });
    }
  });

export type Manifest = z.infer<typeof manifestSchema>;

/** Reads a manifest file (YAML or JSON); throws with every problem when Slack would not take it. */
export function readManifest(path: string): Manifest {
  const parsed = manifestSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} is not an app manifest:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
