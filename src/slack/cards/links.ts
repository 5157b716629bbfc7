import type { Link } from '../../incidents/links.ts';
import type { Incident } from '../../incidents/types.ts';
import { oneLine } from '../../words/text.ts';
import { hiddenHost } from '../../words/web-addresses.ts';
import { cut, link, mrkdwn, webAddress } from './mrkdwn.ts';

const MAX_LABEL = 100;
/** As many as one looks through at a glance; the incident's page has all. */
const MAX_LINKS = 8;
/** Slack counts the addresses of all of them. */
const MAX_ADDRESS = 500;

/** `🔗 Runbook · Grafana`, each address once; empty when there are none that people can follow. */
export function linkLine(links: readonly Link[]): string {
  const shown = new Map<string, string>();
  for (const { text, url } of links) {
    const address = webAddress(url, MAX_ADDRESS);
    if (address !== null && !shown.has(address)) shown.set(address, honestLink(url, text));
  }
  return shown.size === 0 ? '' : `🔗 ${[...shown.values()].slice(0, MAX_LINKS).join(' · ')}`;
}

/** Where the alert came from, with the way back to it; null when there is nothing of it. */
export function source({ source, url }: Incident): string | null {
  const name = cut(oneLine(source ?? ''), MAX_LABEL);
  const hasLink = url !== null && webAddress(url) !== null;
  if (!name && !hasLink) return null;
  return hasLink ? honestLink(url, name || 'Open in monitor') : mrkdwn(name);
}

/** A link, with the host it leads to beside a label that reads like another one. */
function honestLink(url: string, text: string): string {
  const label = cut(oneLine(text), MAX_LABEL);
  const host = hiddenHost(label, url);
  return `${link(url, label)}${host === null ? '' : ` (${mrkdwn(host)})`}`;
}
