import type { Clock } from '../../lib/clock.ts';
import type { OnCallDirectory } from '../../oncall/call.ts';
import { rosterAfter } from '../../oncall/roster.ts';
import { planTeamChannels } from './plan.ts';
import type { TeamChannelStore } from './store.ts';

/** Tells teams in their channels who is on call. What they were told is on disk together with what is owed, so it is said once. */
export class TeamChannels {
  constructor(
    private readonly store: TeamChannelStore,
    private readonly clock: Clock,
  ) {}

  /** Resolves with whether anything is owed. */
  async look(directory: OnCallDirectory): Promise<boolean> {
    const plan = (state: Parameters<typeof planTeamChannels>[1]) =>
      planTeamChannels(directory, state, this.clock.now());
    const { tell, topics } = plan(await this.store.state());
    if (tell.length + topics.length === 0) return false;
    await this.store.follow(plan);
    return true;
  }

  /** When a roster is due next; Infinity when none is. Hand-offs are looked for anyway. */
  nextAt({ schedules }: OnCallDirectory): number {
    const now = this.clock.now();
    return Math.min(
      ...schedules.map(({ handOff, timezone }) =>
        handOff?.roster ? rosterAfter(handOff.roster, timezone, now) : Number.POSITIVE_INFINITY,
      ),
    );
  }
}
