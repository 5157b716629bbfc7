import type { Workspace } from '../workspace/workspace.ts';
import { escapeText } from './command-text.ts';

/** Slack's own voice: it answers what no app does, for the eyes of whoever asked. */
export const SLACKBOT = { id: 'USLACKBOT', name: 'Slackbot' } as const;

/** Where somebody typed what Slackbot answers. */
export interface Asked {
  userId: string;
  channelId: string;
  threadTs?: string;
}

export function slackbotAnswers(workspace: Workspace, { userId, channelId, threadTs }: Asked, text: string): void {
  const content = { text: escapeText(text), blocks: [], attachments: [] };
  workspace.messages.add({ channelId, userId: SLACKBOT.id, byApp: false, onlyFor: userId, threadTs, ...content });
}

/** What Slack says of a command that no app has. */
export function unknownCommand(name: string): string {
  return `${name} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands. If you are trying to send a message and not run a command, try preceding the "/" with an empty space.`;
}
