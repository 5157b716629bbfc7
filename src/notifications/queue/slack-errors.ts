import { lookUp } from '../../lib/look-up.ts';
import type { FailureKind } from './failure.ts';
import { explainOutside, outsideLabel } from './outside-errors.ts';

/** What an error means for the operator, and what to do about it. */
export interface Explanation {
  meaning: string;
  remedy: string;
}

interface KnownError extends Explanation {
  kind: FailureKind;
  /** What the app does about it by itself: uses the fallback channel, posts the message anew, or does so once. */
  answer?: 'use_fallback' | 'post_anew' | 'edit_refused';
}

/** The code for what goes wrong in the app itself. */
export const OWN_FAULT = 'own_fault';

/** The code for an answer that isn't in Slack's form. */
export const NOT_SLACKS_ANSWER = 'not_slacks_answer';

const NOTHING = 'Nothing: OpsKnight tries again by itself, in order, for as long as it takes.';
const REINSTALL =
  'Reinstall the app to the workspace (api.slack.com/apps -> your app -> Install App), put its new Bot User OAuth Token into SLACK_BOT_TOKEN, and restart.';
const INVITE =
  'Invite the app with /invite @OpsKnight, or choose another channel in the settings on the Home tab or in opsknight.yml.';
const ASK_ADMIN = 'Ask an admin of the Slack workspace to let the app post there, or name another channel.';
const NAME_CHANNEL = 'Choose a name of small letters, digits, "-" and "_", 80 characters at most.';
const DELETE_YOURSELF = 'Have an admin of the Slack workspace delete the message, if what it says is to be private.';
const REPORT =
  'Please report it, with the log around it: OpsKnight should not have sent that. The incident itself is safe; `opsknight` and the web page show it.';

function token(meaning: string, remedy = REINSTALL): KnownError {
  return { kind: 'not_admitted', meaning, remedy };
}
function stumbled(meaning: string, remedy = NOTHING): KnownError {
  return { kind: 'in_doubt', meaning, remedy };
}
function closed(meaning: string, remedy: string): KnownError {
  return { kind: 'refused', answer: 'use_fallback', meaning, remedy };
}
function gone(meaning: string): KnownError {
  return { kind: 'refused', answer: 'post_anew', meaning, remedy: 'Nothing: the message is posted anew.' };
}
function fixed(meaning: string): KnownError {
  const remedy =
    'Nothing: the message is posted anew once; if that one can’t be changed either, its thread says what happens.';
  return { kind: 'refused', answer: 'edit_refused', meaning, remedy };
}
function refused(meaning: string, remedy: string): KnownError {
  return { kind: 'refused', meaning, remedy };
}

/**
 * Every error that Slack can answer our calls with, by its code. From the error lists of the methods' pages
 * (https://docs.slack.dev/reference/methods/chat.postMessage#errors and its neighbours).
 */
const SLACK_ERRORS: Record<string, KnownError> = {
  // Not now.
  ratelimited: { kind: 'rate_limited', meaning: 'Slack asks to wait.', remedy: NOTHING },
  rate_limited: { kind: 'rate_limited', meaning: 'Slack asks to wait.', remedy: NOTHING },
  message_limit_exceeded: refused(
    'The workspace has sent more messages than its plan allows.',
    'Ask the owner of the Slack workspace about its plan.',
  ),
  fatal_error: stumbled('Something broke inside Slack; the call may have taken effect.'),
  internal_error: stumbled('Something broke inside Slack; the call may have taken effect.'),
  request_timeout: stumbled('Slack did not receive the whole request.'),
  service_unavailable: stumbled('Slack is not available at the moment.'),
  team_added_to_org: stumbled('The workspace is being moved into an Enterprise organisation.'),

  // The token.
  access_denied: token('Slack denies access to the token.'),
  accesslimited: token('Slack limits the access to this method at the moment.', 'Ask an admin of the Slack workspace.'),
  account_inactive: token('The app was removed from the workspace, or the account behind the token was deactivated.'),
  ekm_access_denied: token(
    'An admin has suspended access to the workspace by its encryption keys.',
    'Ask an admin of the Slack workspace.',
  ),
  enterprise_is_restricted: token(
    'The Enterprise organisation does not allow the call.',
    'Ask an admin of the Slack organisation.',
  ),
  invalid_auth: token('Slack does not know the token.'),
  missing_scope: token(
    'The token lacks a permission (scope) that the manifest asks for.',
    'Compare the app with `opsknight manifest`, add the scopes that are missing, and reinstall it.',
  ),
  not_authed: token('No token was sent.'),
  not_allowed_token_type: token(
    'The token is of another kind.',
    'SLACK_BOT_TOKEN starts with xoxb-, SLACK_APP_TOKEN with xapp-.',
  ),
  org_login_required: token('The workspace is being moved into an Enterprise organisation.', NOTHING),
  team_access_not_granted: token('The token was not granted access to this workspace.'),
  token_expired: token('The token has expired.'),
  token_revoked: token('The token was revoked.'),

  // The channel.
  channel_not_found: closed('The channel does not exist, or is private and the app is not in it.', INVITE),
  is_archived: closed(
    'The channel is archived.',
    'Unarchive it, or choose another channel in the settings on the Home tab or in opsknight.yml.',
  ),
  is_inactive: closed(
    'The channel is archived.',
    'Unarchive it, or choose another channel in the settings on the Home tab or in opsknight.yml.',
  ),
  not_in_channel: closed('The app is not in the channel, and may not join it.', INVITE),
  no_permission: closed('The app may not post there; it may have to be in the channel first.', INVITE),
  restricted_action: closed('A setting of the workspace keeps the app from posting there.', ASK_ADMIN),
  restricted_action_read_only_channel: closed('The channel is read-only.', ASK_ADMIN),
  restricted_action_thread_only_channel: closed('The channel takes replies only.', ASK_ADMIN),
  restricted_action_non_threadable_channel: closed('The channel takes no replies.', ASK_ADMIN),
  connection_may_not_post: refused(
    'The connection may not post there: opsknight.yml names the channels that it may.',
    'Add the channel to `channels` of the connection, or let the service name another one, and apply it.',
  ),
  channel_is_public: refused(
    'The channel is public, and the message is only for a private one.',
    'Name a private channel, or leave out `private`.',
  ),
  name_taken: refused('The name is taken, by something that Slack does not show to the app.', INVITE),
  invalid_name_specials: refused('A channel can’t be called so.', NAME_CHANNEL),
  invalid_name_punctuation: refused('A channel can’t be called so.', NAME_CHANNEL),
  invalid_name_maxlength: refused('The name is too long for a channel.', NAME_CHANNEL),
  invalid_name: refused('A channel can’t be called so.', NAME_CHANNEL),
  incident_is_private: refused(
    'The incident is not for everybody any more.',
    'Nothing: it is worked on in the channel that it belongs to.',
  ),
  incident_is_over: refused('The incident was over before there was one.', 'Nothing.'),
  no_external_invite_permission: refused(
    'Somebody is of another organisation.',
    'Invite them yourself, if they belong there.',
  ),
  cant_invite: refused('Slack doesn’t let the app invite somebody.', 'Invite them yourself.'),
  user_is_ultra_restricted: refused(
    'Somebody is a guest of other channels alone.',
    'Invite them yourself, if they belong there.',
  ),
  too_many_bookmarks: refused('The channel has as many bookmarks as Slack takes.', 'Nothing: its card has the links.'),
  user_is_restricted: refused('The app may not make channels in this workspace.', ASK_ADMIN),
  may_not_create: refused(
    'The token lacks the permission (scope) to make channels: channels:manage, or groups:write for private ones.',
    'Make the channel yourself, or compare the app with `opsknight manifest`, add the scope, and reinstall it.',
  ),
  method_not_supported_for_channel_type: refused('Slack does not allow that in this kind of channel.', INVITE),

  // The person.
  cannot_dm_bot: refused('The account is a bot, which gets no direct messages.', 'Page a person instead.'),
  messages_tab_disabled: refused(
    "The app takes no direct messages: its manifest's Messages tab is turned off.",
    'Turn on App Home -> Messages Tab, as `opsknight manifest` has it.',
  ),
  user_disabled: refused('The person is deactivated in Slack.', 'Take them out of the schedules in opsknight.yml.'),
  user_is_deactivated: refused(
    'The person is deactivated in Slack.',
    'Take them out of the schedules in opsknight.yml.',
  ),
  users_not_found: refused(
    'No Slack account has that e-mail address.',
    'Give the user in opsknight.yml the address of their Slack account.',
  ),
  no_such_subteam: refused('Slack has no such user group.', 'Check the handle after user_group in opsknight.yml.'),
  permission_denied: refused(
    'The app may not change that user group.',
    'An owner of the Slack workspace can allow it: Settings & permissions -> Permissions -> User groups.',
  ),
  user_not_found: refused('Slack shows the app no such person.', 'Check the e-mail address in opsknight.yml.'),

  // The person, as we know them.
  account_stranger: refused(
    'The Slack account with that e-mail address belongs to another organisation.',
    'Give the user in opsknight.yml the address of their account in this workspace.',
  ),
  account_guest: refused('The person is a guest in Slack.', 'Page a full member of the workspace instead.'),
  account_bot: refused('The account is a bot, which gets no direct messages.', 'Page a person instead.'),
  account_deactivated: refused(
    'The person is deactivated in Slack.',
    'Take them out of the schedules in opsknight.yml.',
  ),
  account_ambiguous: refused(
    'Several Slack accounts have that e-mail address, so none is written to.',
    'See to it in Slack that only one of them has it; `opsknight doctor` names them.',
  ),

  // The message.
  message_not_found: gone('The message was deleted in Slack.'),
  cant_update_message: fixed('The message can no longer be changed.'),
  edit_window_closed: fixed('A setting of the workspace does not let the message be changed, or not any more.'),
  cant_delete_message: refused('Slack does not let the app delete the message.', DELETE_YOURSELF),
  compliance_exports_prevent_deletion: refused('The workspace keeps messages from being deleted.', DELETE_YOURSELF),
  thread_not_found: gone('The message whose thread it was meant for was deleted in Slack.'),
  invalid_blocks: refused('Slack did not accept the form of the message.', REPORT),
  invalid_attachments: refused('Slack did not accept the form of the message.', REPORT),
  invalid_arguments: refused('Slack did not accept the form of the call.', REPORT),
  msg_blocks_too_long: refused('The message was too long.', REPORT),
  msg_too_long: refused('The message was too long.', REPORT),
  no_text: refused('The message was empty.', REPORT),

  // Ours.
  [NOT_SLACKS_ANSWER]: stumbled(
    'What came back was not from Slack: something on the way, such as a proxy, has answered instead.',
    `${NOTHING} If it lasts: look at the proxy or filter between this machine and slack.com.`,
  ),
  card_not_posted: refused(
    'The line belongs to a card that Slack refused.',
    'See why the card was refused; the line is in the timeline on the incident’s page.',
  ),
  [OWN_FAULT]: {
    kind: 'in_doubt',
    meaning: 'Something went wrong inside OpsKnight.',
    remedy: REPORT,
  },
  nothing_to_show: refused('What the message was about is no longer there.', 'Nothing.'),
  outcome_unknown: refused(
    'Slack’s answer was lost, and the app may not look whether the message was posted. SLACK_WHEN_UNKNOWN=give_up keeps it from being sent again.',
    'Look in the channel. Grant channels:history, groups:history and im:history, so that OpsKnight can look by itself.',
  ),
};

/** How an error's code is to be treated: Slack's own codes, and nothing else. Unknown ones are refusals. */
export function kindOf(code: string): FailureKind {
  return lookUp(SLACK_ERRORS, code)?.kind ?? 'refused';
}

export function answerTo(code: string): KnownError['answer'] {
  return lookUp(SLACK_ERRORS, code)?.answer;
}

/** The code of a delivery that was given up because it kept failing with `code` while others went through. */
export function setAsideCode(code: string): string {
  return SET_ASIDE + code;
}
const SET_ASIDE = 'set_aside:';

export function isSetAside(code: string): boolean {
  return code.startsWith(SET_ASIDE);
}

/** What an error means and what to do, for any code: Slack's, an HTTP status, or what happened to the connection. */
export function explain(code: string): Explanation {
  if (isSetAside(code)) {
    const rest = code.slice(SET_ASIDE.length);
    const { meaning } = explain(rest);
    const setAside = `OpsKnight set it aside: again and again it alone failed, while others went through. ${meaning}`;
    const outside = explainOutside(rest);
    if (outside) return { meaning: setAside, remedy: outside.remedy };
    return {
      meaning: setAside,
      remedy:
        'See the log for its failures, and what on the way to Slack (a content filter?) may not let its text pass. The incident itself is safe; its next change is tried anew.',
    };
  }
  const outside = explainOutside(code);
  if (outside) return outside;
  const known = lookUp(SLACK_ERRORS, code);
  if (known) return { meaning: known.meaning, remedy: known.remedy };
  if (/^http_\d+$/.test(code)) return { meaning: `Slack answered with HTTP ${code.slice(5)}.`, remedy: NOTHING };
  if (isOfConnection(code)) {
    return {
      meaning: `The connection to Slack failed (${code}).`,
      remedy: `${NOTHING} If it lasts: check that this machine reaches slack.com, and HTTPS_PROXY if there is a proxy.`,
    };
  }
  return {
    meaning: `Slack refused with “${code}”.`,
    remedy: 'See https://docs.slack.dev/reference/methods for this code.',
  };
}

/** The code, or a name for its family: as many different ones as a metric's label may have. */
export function errorLabel(code: string): string {
  if (isSetAside(code)) return 'set_aside';
  const outside = outsideLabel(code);
  if (outside !== null) return outside;
  if (lookUp(SLACK_ERRORS, code) || /^http_\d{3}$/.test(code)) return code;
  return isOfConnection(code) ? 'connection' : 'other';
}

/** "ECONNRESET", "TimeoutError", "UND_ERR_SOCKET": not a word of Slack's, which are in lower case. */
export function isOfConnection(code: string): boolean {
  return /[A-Z]/.test(code);
}
