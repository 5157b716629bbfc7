import type { ModalView } from '@slack/types';
import type { Viewer } from '../incidents/store.ts';
import type { SlackMessage, SlackReply } from '../notifications/message.ts';
import type { MembersPage, StormEyes, StormStore } from '../notifications/storms/store.ts';
import type { Storm } from '../notifications/types.ts';
import { isPersonTarget } from '../people/page-target.ts';
import { countsOf, STORM_ROWS, type StormContent, stormCard, stormEnd } from './cards/storm-card.ts';
import { filterWords, MAX_FILTER_SERVICES, stormModal } from './cards/storm-modal.ts';
import type { IncidentViews } from './incident-views.ts';
import type { StormPlace } from './interactions/storm/place.ts';
import { resolveAllModal } from './interactions/storm/resolve-all-modal.ts';
import type { Mentions } from './mentions.ts';

/** What people see of a storm. */
export class StormViews {
  constructor(
    private readonly storms: StormStore,
    private readonly incidents: IncidentViews,
    private readonly mentions: Mentions,
  ) {}

  /** The event that has called somebody last to any of it; null in a channel. */
  lastCall({ id }: Storm): Promise<number | null> {
    return this.storms.lastCall(id);
  }

  /** As everybody sees it who sees the channel; in direct messages, as whoever was paged. @param reason why they were, as mrkdwn */
  async card(
    { id, connectionId, channelId, target, reroutedFrom, ts }: Storm,
    lateBy: number | null,
    reason = '',
  ): Promise<SlackMessage> {
    const eyes = isPersonTarget(target) ? undefined : { connectionId, channelId, target };
    return stormCard({
      ...(await this.content(id, { order: 'needed', limit: STORM_ROWS, offset: 0 }, eyes)),
      reroutedFrom,
      lateBy,
      mention: ts === null ? await this.mentions.of(connectionId, await this.storms.mentioning(id, eyes)) : '',
      reason,
    });
  }

  /** What it came to; null while something of it, that may be seen there, is not over. */
  async end({ id, connectionId, channelId, target }: Storm): Promise<SlackReply | null> {
    const isForPerson = isPersonTarget(target);
    const eyes = isForPerson ? undefined : { connectionId, channelId, target };
    const summary = await this.storms.summary(id, eyes);
    const ending = await this.storms.ending(id, eyes);
    if (!ending || summary.total === 0 || countsOf(summary).live > 0) return null;
    return { ...stormEnd(summary, ending), isBroadcast: !isForPerson };
  }

  /** All of it that one person may see, as `place` says. @param words said above it, as mrkdwn */
  async modal(place: StormPlace, viewer: Viewer, words: string | null = null): Promise<ModalView> {
    const { stormId, filter } = place;
    const eyes = { viewer };
    const summary = await this.storms.summary(stormId, eyes, filter);
    // What was on the last page may have gone since.
    const page = Math.min(place.page, Math.max(1, Math.ceil(summary.total / STORM_ROWS)));
    const offset = (page - 1) * STORM_ROWS;
    const members = await this.storms.members(stormId, { order: 'opened', limit: STORM_ROWS, offset, filter }, eyes);
    const services = await this.storms.services(stormId, eyes, MAX_FILTER_SERVICES);
    return stormModal({
      place: { ...place, page },
      summary,
      rows: await this.incidents.rows(members),
      services,
      words,
    });
  }

  /** Asks for the note of all that aren't over; null when none is left. */
  async resolveAllModal(place: StormPlace, viewer: Viewer): Promise<ModalView | null> {
    const { stormId, filter } = place;
    const { live } = countsOf(await this.storms.summary(stormId, { viewer }, filter));
    const services = await this.storms.services(stormId, { viewer }, MAX_FILTER_SERVICES);
    return live === 0 ? null : resolveAllModal(place, live, filterWords(filter, services));
  }

  private async content(stormId: number, page: MembersPage, eyes: StormEyes | undefined): Promise<StormContent> {
    const summary = await this.storms.summary(stormId, eyes);
    const members = await this.storms.members(stormId, page, eyes);
    return { stormId, summary, rows: await this.incidents.rows(members) };
  }
}
