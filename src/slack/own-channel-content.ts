import { holderOf } from '../incidents/roles.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { type Incident, incidentKey } from '../incidents/types.ts';
import type { OwnChannelContent } from '../notifications/incident-channels/content.ts';
import { ownChannelName } from '../notifications/incident-channels/name.ts';
import type { OwnChannel } from '../notifications/incident-channels/store.ts';
import type { SettingsStore } from '../settings/store.ts';
import { JOIN_CALL, statusLabel, urgencyLabel } from '../words/incident.ts';
import { actorName } from '../words/plain-writer.ts';
import { cutTo, oneLine } from '../words/text.ts';
import { escaped } from './cards/mrkdwn.ts';

import type { IncidentViews } from './incident-views.ts';

/** Of topics and purposes (https://docs.slack.dev/reference/methods/conversations.setTopic). */
const MAX_NOTE = 250;
const MAX_BOOKMARKS = 10;
const MAX_BOOKMARK_TITLE = 50;

/** For a channel whose name a runbook has made of what the incident is about. */
const PLAIN_NAME = 'inc-{number}';

interface Sources {
  store: Pick<IncidentStore, 'get'>;
  settings: Pick<SettingsStore, 'service'>;
  views: Pick<IncidentViews, 'pageUrl'>;
}

/** What the channel of an incident's own is called and says; nothing of it once it belongs to a private one. */
export async function ownChannelContent(
  { incidentNumber, nameTemplate, takenNames, isHidden, purpose, predecessor, callUrl }: OwnChannel,
  { store, settings, views }: Sources,
): Promise<OwnChannelContent | null> {
  const incident = await store.get(incidentNumber);
  if (!incident) return null;
  const service = incident.serviceId === null ? null : await settings.service(incident.serviceId);
  const called = (template: string, its: string | null) =>
    ownChannelName(template, { number: incidentNumber, service: its, taken: takenNames });
  const name = called(nameTemplate, service?.name ?? null);
  const key = incidentKey(incidentNumber);
  if (isHidden) {
    const words = `${key} is not for everybody any more: work goes on in the channel that it belongs to.`;
    const plain = called(nameTemplate.includes('{number}') ? nameTemplate : PLAIN_NAME, null);
    return { name, rename: plain === name ? null : plain, purpose: words, topic: words, bookmarks: [] };
  }
  const pageUrl = views.pageUrl(incidentNumber);
  return {
    name,
    rename: null,
    purpose: note(
      purpose === null
        ? `Made by OpsKnight for ${key}${predecessor ? `, after #${predecessor.name}` : ''}. ${pageUrl}`
        : oneLine(purpose),
    ),
    topic: note(topicOf(incident)),
    bookmarks: [
      { title: `${key} in OpsKnight`, link: pageUrl },
      ...(callUrl === null ? [] : [{ title: JOIN_CALL, link: callUrl }]),
      ...(predecessor
        ? [{ title: bookmarkTitle(`Before: #${predecessor.name}`), link: channelLink(predecessor.channelId) }]
        : []),
      ...(service?.links ?? []).map(({ text, url }) => ({
        title: bookmarkTitle(text),
        link: url,
      })),
    ].slice(0, MAX_BOOKMARKS),
  };
}

function bookmarkTitle(text: string): string {
  return cutTo(MAX_BOOKMARK_TITLE, oneLine(text));
}

/** Leads there in whichever client somebody is signed in (https://docs.slack.dev/interactivity/deep-linking). */
function channelLink(channelId: string): string {
  return `https://slack.com/app_redirect?channel=${channelId}`;
}

function topicOf({ urgency, state, title, roles }: Incident): string {
  const by = 'by' in state ? ` by ${actorName(state.by)}` : '';
  const commander = holderOf({ roles }, 'commander');
  const led = commander ? ` · Commander ${actorName(commander)}` : '';
  return `${urgencyLabel(urgency)} · ${statusLabel(state.status)}${by}${led} · ${oneLine(title)}`;
}

/** Cut so that it fits with what Slack spells as entities. */
function note(text: string): string {
  for (let limit = MAX_NOTE; limit > 0; limit -= 10) {
    const written = escaped(cutTo(limit, text));
    if (written.length <= MAX_NOTE) return written;
  }
  return '';
}
