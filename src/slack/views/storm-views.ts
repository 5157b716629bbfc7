import type { SlackMessage } from '../../courier/message.ts';
import type { MembersPage, StormStore } from '../../courier/storms.ts';
import type { Storm } from '../../courier/types.ts';
import { STORM_ROWS, type StormContent, stormCard, stormList } from '../ui/storm-card.ts';
import type { IncidentViews } from './incident-views.ts';

/** What people see of a storm. */
export class StormViews {
  constructor(
    private readonly storms: StormStore,
    private readonly incidents: IncidentViews,
  ) {}

  async card({ id, reroutedFrom }: Storm, lateBy: number | null): Promise<SlackMessage> {
    return stormCard({
      ...(await this.content(id, { order: 'needed', limit: STORM_ROWS, offset: 0 })),
      reroutedFrom,
      lateBy,
    });
  }

  /** All of it, for one person. @param page from 1. */
  async list(stormId: number, page: number): Promise<SlackMessage> {
    const offset = (page - 1) * STORM_ROWS;
    return stormList(await this.content(stormId, { order: 'opened', limit: STORM_ROWS, offset }), page);
  }

  private async content(stormId: number, page: MembersPage): Promise<StormContent> {
    const summary = await this.storms.summary(stormId);
    const members = await this.storms.members(stormId, page);
    return { stormId, summary, rows: await this.incidents.rows(members) };
  }
}
