import type { Button } from '@slack/types';
import { isOver } from '../../incidents/types.ts';
import type { StatusUpdate } from '../../incidents/updates.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { Actor } from '../../people/actor.ts';
import { statusLabel } from '../../words/incident.ts';
import { markedUpdate } from '../../words/updates.ts';
import { followButton, unfollowButton } from '../interactions/follow.ts';
import { viewButton } from '../interactions/view.ts';
import { actions, section } from './blocks.ts';
import { type IncidentRow, keyAndTitle, linkedTitle, serviceLabel } from './incident.ts';
import { prose } from './mrkdwn.ts';
import { actorName } from './names.ts';
import { fallbackText } from './rich-text.ts';
import { ago, dateAndTime, delay } from './time.ts';

const MAX_TITLE = 300;
const MAX_TITLE_IN_TEXT = 150;
/** An impact whose every character is escaped still fits into a section. */
const MAX_IMPACT = 2_500;

export interface UpdateContent {
  update: StatusUpdate;
  by: Actor;
  at: number;
  row: IncidentRow;
  lateBy?: number | null;
}

/** What stakeholders are told of an incident: how far it is, what it means for them, and when they hear again. */
export function statusUpdateMessage(content: UpdateContent): SlackMessage {
  const { number } = content.row.incident;
  return written(content, followButton(number));
}

/** The same as a direct message to somebody who follows it. */
export function followedUpdate(content: UpdateContent): SlackMessage {
  const { number } = content.row.incident;
  return written(content, unfollowButton(number));
}

function written({ update, by, at, row, lateBy }: UpdateContent, following: Button): SlackMessage {
  const { incident, pageUrl } = row;
  const { number, state } = incident;
  const service = serviceLabel(row.service);
  // The update is what somebody has said; the incident may have ended since.
  const isOverUnsaid = isOver(state) && update.state !== 'resolved';
  const notes = [
    isOverUnsaid ? `${statusLabel(state.status)} since ${dateAndTime(state.at)}` : nextWords(update),
    `Updated by ${actorName(by)} ${ago(at)}`,
    delay(lateBy ?? null),
  ];
  const headline = `*${markedUpdate(update.state)}* · *${linkedTitle(row, MAX_TITLE)}*${service ? ` · ${service}` : ''}`;
  return {
    text: fallbackText(`${markedUpdate(update.state)}: ${keyAndTitle(incident, MAX_TITLE_IN_TEXT)}`),
    blocks: [
      section(headline),
      section(prose(update.impact, MAX_IMPACT)),
      section(notes.filter((note) => note !== '').join(' · ')),
      actions(following, viewButton(number, pageUrl)),
    ],
  };
}

function nextWords({ nextAt }: StatusUpdate): string {
  return nextAt === null ? '' : dateAndTime(nextAt, 'Next update');
}

/** One update of several, in the thread of the message that shows the last one. */
export function statusUpdateLine({ update, by, at, lateBy }: Omit<UpdateContent, 'row'>): SlackMessage {
  const notes = [nextWords(update), `${actorName(by)} ${ago(at)}`, delay(lateBy ?? null)].filter((one) => one !== '');
  const first = `*${markedUpdate(update.state)}* · ${notes.join(' · ')}`;
  return {
    text: fallbackText(first),
    blocks: [section(first), section(prose(update.impact, MAX_IMPACT))],
  };
}
