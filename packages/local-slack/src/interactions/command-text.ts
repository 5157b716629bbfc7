import type { Workspace } from '../workspace/workspace.ts';

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * What somebody typed, as apps get it: special characters escaped, and the names of people and channels as
 * `<@U123|jane>` and `<#C123|general>`
 * (https://docs.slack.dev/interactivity/implementing-slash-commands#creating_your_command, "Escape channels, users, and
 * links").
 */
export function encodeNames(workspace: Workspace, text: string): string {
  return escapeText(text)
    .replace(/(?<!\S)@([a-z0-9._-]+)/g, (written, name: string) => {
      const member = workspace.members.byName(name);
      return member ? `<@${member.id}|${member.name}>` : written;
    })
    .replace(/(?<!\S)#([\p{L}\p{N}_-]+)/gu, (written, name: string) => {
      const channel = workspace.channels.byName(name);
      if (!channel) return written;
      return `<#${channel.id}|${channel.kind === 'public' ? channel.name : ''}>`;
    });
}

/** What somebody wrote, as messages carry it: unlike in commands, mentions have no names. */
export function encodeMentions(workspace: Workspace, text: string): string {
  return encodeNames(workspace, text).replace(/<@(\w+)\|[^>]*>/g, '<@$1>');
}
