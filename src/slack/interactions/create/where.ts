import { setTimeout as sleep } from 'node:timers/promises';
import { incidentKey } from '../../../incidents/types.ts';
import { SECOND } from '../../../lib/clock.ts';
import type { SlackMessage } from '../../../notifications/message.ts';
import type { Card } from '../../../notifications/types.ts';
import { ASSIGNEE_FLAWS } from '../../../words/people.ts';
import type { Answer } from '../../actions/action-service.ts';
import { toSlackFailure } from '../../api/failures.ts';
import { cut, inline, link } from '../../cards/mrkdwn.ts';
import { actorName } from '../../cards/names.ts';
import { notice } from '../../cards/replies.ts';
import type { Deps } from '../deps.ts';

/** A card is mostly posted within a second; whoever has created the incident waits for its link no longer than this. */
const LOOKS = 12;
const BETWEEN = SECOND / 4;
const MAX_NAME = 80;

/** Says where the card of a new incident is, by name and link; null for what isn't a new incident. */
export async function whereItIs(deps: Deps, slackUserId: string, answer: Answer): Promise<SlackMessage | null> {
  if (answer.kind !== 'created' || answer.outcome.kind !== 'opened') return null;
  const { incident, unassigned } = answer.outcome;
  const { number, state } = incident;
  const owner = state.status === 'ACKNOWLEDGED' ? ` and ${actorName(state.by)} has it` : '';
  const key = link(deps.views.pageUrl(number), incidentKey(number));
  const sentences = [
    `🚨 ${key} is open${owner}.`,
    await cardWords(deps, slackUserId, number),
    unassigned?.reason === 'unfit_assignee' ? `Nobody has it yet: ${ASSIGNEE_FLAWS[unassigned.flaw]}.` : '',
  ];
  return notice(sentences.filter((sentence) => sentence !== '').join(' '));
}

async function cardWords(deps: Deps, slackUserId: string, number: number): Promise<string> {
  const viewer = await deps.membership.viewer(slackUserId);
  const card = await posted(deps, number);
  if (!card) return 'It is shown in no channel: the settings name none for it.';
  const channel = card.channelId === null ? null : await deps.channels.byId(card.channelId);
  const known = channel ?? (await deps.channels.known(card.target));
  if (known?.isPrivate && !viewer.privateChannelIds.includes(known.id)) {
    return 'Its card is in a private channel that you aren’t in.';
  }
  const name = known ? `${known.isPrivate ? '' : '#'}${known.name}` : card.target;
  const permalink = await permalinkOf(deps, card);
  if (permalink === null) return `Its card will be in *${inline(name, MAX_NAME)}* in a moment.`;
  return `Its card is in ${link(permalink, cut(name, MAX_NAME))}.`;
}

/** The home card, with its message if that comes soon. */
async function posted({ connectionId, deliveries }: Deps, number: number): Promise<Card | null> {
  const look = async () => {
    const cards = await deliveries.cardsOf(number);
    return cards.find((card) => card.isHome && card.connectionId === connectionId) ?? null;
  };
  for (let looks = 1; looks < LOOKS; looks++) {
    const card = await look();
    if (!card || card.ts !== null) return card;
    await sleep(BETWEEN);
  }
  return look();
}

async function permalinkOf({ interactive, logger }: Deps, { channelId, ts }: Card): Promise<string | null> {
  if (channelId === null || ts === null) return null;
  try {
    return (await interactive.chat.getPermalink({ channel: channelId, message_ts: ts })).permalink ?? null;
  } catch (error) {
    logger.info({ channel: channelId, code: toSlackFailure(error).code }, 'Slack tells no link to a card');
    return null;
  }
}
