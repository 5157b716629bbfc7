import type { InputBlock } from '@slack/types';
import { explain } from '../../../../../notifications/queue/slack-errors.ts';
import { toSlackFailure } from '../../../../api/failures.ts';
import { soon } from '../../../../api/patience.ts';
import { label } from '../../../../cards/blocks.ts';
import type { Deps } from '../../../deps.ts';
import { INPUT, type Refused, type SubmittedView, textOf } from '../../../modal.ts';

const BOT = 'admin_connection_bot_token';
const APP = 'admin_connection_app_token';
const MAX_TOKEN = 500;

export const NO_KEY =
  'Tokens that are entered here are kept encrypted, and ENCRYPTION_KEY is not set where OpsKnight runs. Let whoever runs it set one and start it anew; or name the connection in opsknight.yml, with its tokens in the environment.';

const OWN_APP = 'This is the app token of OpsKnight’s own app, by which all its workspaces are heard: leave it empty.';

/** Tokens as they were entered; null for none. */
export interface EnteredTokens {
  bot: string | null;
  app: string | null;
}

/** Fields for the tokens of a connection. They are always empty: what was entered is shown to nobody. */
export function tokenFields({ areNeeded }: { areNeeded: boolean }): InputBlock[] {
  const kept = areNeeded ? '' : ' Empty: the one that is there stays.';
  return [
    tokenField(
      BOT,
      areNeeded,
      'Bot token',
      `Begins with xoxb-: api.slack.com/apps, OAuth & Permissions. It is kept encrypted and never shown again.${kept}`,
    ),
    tokenField(
      APP,
      false,
      'App token',
      `Begins with xapp-: for buttons and commands of an app of its own. Without one it only posts.${kept}`,
    ),
  ];
}

function tokenField(block: string, isNeeded: boolean, text: string, hint: string): InputBlock {
  return {
    type: 'input',
    block_id: block,
    optional: !isNeeded,
    label: label(text),
    hint: label(hint),
    element: { type: 'plain_text_input', action_id: INPUT, max_length: MAX_TOKEN },
  };
}

/**
 * What was entered, unless Slack says at once that it does not take it. Whether it does when Slack can't be asked now, is seen later:
 * whoever sets up things during an outage is not held up.
 */
export async function readTokens(
  view: SubmittedView,
  tools: Deps['connectionTools'],
): Promise<EnteredTokens | Refused> {
  const [bot, app] = [textOf(view, BOT), textOf(view, APP)];
  const errors: Record<string, string> = {};
  if (bot !== null && !/^xoxb-[\w-]+$/.test(bot)) errors[BOT] = botFlaw(bot);
  if (app !== null && !/^xapp-[\w-]+$/.test(app)) errors[APP] = 'An app token begins with xapp-.';
  else if (app !== null && tools.isOwnApp(app)) errors[APP] = OWN_APP;
  if (Object.keys(errors).length > 0) return { errors };
  const [botRefusal, appRefusal] = await Promise.all([
    bot && refusal(() => tools.client(bot).auth.test()),
    app && refusal(() => tools.client(app).apps.connections.open({})),
  ]);
  if (botRefusal) errors[BOT] = botRefusal;
  if (appRefusal) errors[APP] = appRefusal;
  return Object.keys(errors).length > 0 ? { errors } : { bot, app };
}

function botFlaw(text: string): string {
  return text.startsWith('xoxe')
    ? 'This token expires within hours: turn token rotation off for the app, or install it with opsknight install-link.'
    : 'A bot token begins with xoxb-.';
}

/** What Slack has against a token; null for nothing, and when it can't be asked now. */
async function refusal(call: () => Promise<unknown>): Promise<string | null> {
  try {
    await soon(call());
    return null;
  } catch (error) {
    const { kind, code } = toSlackFailure(error);
    if (kind !== 'refused' && kind !== 'not_admitted') return null;
    const { meaning, remedy } = explain(code);
    return `Slack does not take it: ${meaning} (${code}). ${remedy}`;
  }
}
