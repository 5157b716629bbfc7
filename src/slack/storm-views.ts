import type { Viewer } from '../incidents/store.ts';
import type { SlackMessage } from '../notifications/message.ts';
import type { MembersPage, StormEyes, StormStore } from '../notifications/storms/store.ts';
import type { Storm } from '../notifications/types.ts';
import { isPersonTarget } from '../people/page-target.ts';
import { STORM_ROWS, type StormContent, stormCard, stormList } from './cards/storm-card.ts';
import type { IncidentViews } from './incident-views.ts';

/** What people see of a storm. */
export class StormViews {
  constructor(
    private readonly storms: StormStore,
    private readonly incidents: IncidentViews,
  ) {}

  /** As everybody sees it who sees the channel; in direct messages, as whoever was paged. */
  async card(
    { id, connectionId, channelId, target, reroutedFrom }: Storm,
    lateBy: number | null,
  ): Promise<SlackMessage> {
    const eyes = isPersonTarget(target) ? undefined : { connectionId, channelId };
    return stormCard({
      ...(await this.content(id, { order: 'needed', limit: STORM_ROWS, offset: 0 }, eyes)),
      reroutedFrom,
      lateBy,
    });
  }

  /** All of it that one person may see. @param page from 1. */
  async list(stormId: number, viewer: Viewer, page: number): Promise<SlackMessage> {
    const offset = (page - 1) * STORM_ROWS;
    return stormList(await this.content(stormId, { order: 'opened', limit: STORM_ROWS, offset }, { viewer }), page);
  }

  private async content(stormId: number, page: MembersPage, eyes: StormEyes | undefined): Promise<StormContent> {
    const summary = await this.storms.summary(stormId, eyes);
    const members = await this.storms.members(stormId, page, eyes);
    return { stormId, summary, rows: await this.incidents.rows(members) };
  }
}
