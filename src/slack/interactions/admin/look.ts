import { explain } from '../../../notifications/queue/slack-errors.ts';
import { toSlackFailure } from '../../api/failures.ts';
import { inline } from '../../cards/mrkdwn.ts';
import { dateAndTime } from '../../cards/time.ts';
import type { Deps } from '../deps.ts';
import { examineToken } from './scopes.ts';

const MAX_WORDS = 300;
const MAX_TEAM = 80;

/** What came of one look at something, as mrkdwn; with what to do about it where it is not well. */
export function well(words: string): string {
  return `✅ ${words}`;
}

export function wrong(what: string, remedy: string): string {
  return `❌ ${what}\n→ ${remedy}`;
}

/** Something that Slack has refused, or could not be asked. */
export function failed(what: string, error: unknown): string {
  return refusedWords(what, toSlackFailure(error).code);
}

export function refusedWords(what: string, code: string): string {
  const { meaning, remedy } = explain(code);
  return wrong(`${what}: ${inline(meaning, MAX_WORDS)} (${inline(code, MAX_WORDS)})`, inline(remedy, MAX_WORDS));
}

/** The token and its scopes. */
export async function tokenLines({ interactive }: Pick<Deps, 'interactive'>): Promise<string[]> {
  try {
    const { team, missing } = await examineToken(interactive);
    const accepted = well(`Bot token: accepted, for ${inline(team, MAX_TEAM) || 'a workspace without a name'}`);
    if (missing === null) return [accepted, well('Scopes: Slack does not say which were granted')];
    if (missing.length === 0) return [accepted, well('Scopes: all that the manifest asks for')];
    const lacking = missing.map(
      ({ scope, switchesOff }) => `• ${scope}${switchesOff ? `: without it, not ${switchesOff}` : ''}`,
    );
    const remedy =
      'Add them at api.slack.com/apps, under OAuth & Permissions (`opsknight manifest` has them all), and reinstall the app.';
    return [
      accepted,
      wrong([`Scopes: ${missing.length} missing`, ...lacking].join('\n'), remedy.replace('&', '&amp;')),
    ];
  } catch (error) {
    return [failed('Bot token', error)];
  }
}

export function socketLine({ connectedSince }: Pick<Deps, 'connectedSince'>): string {
  const since = connectedSince();
  if (since !== null) return well(`Connection to Slack: without a break ${dateAndTime(since, 'since')}`);
  return wrong(
    'Connection to Slack: interrupted; it is being made again',
    'If this stays so: does the firewall let wss://*.slack.com out, and is SLACK_APP_TOKEN still valid? Nothing is lost meanwhile.'.replaceAll(
      '*',
      '&#42;',
    ),
  );
}
