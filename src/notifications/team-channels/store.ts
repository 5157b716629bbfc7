import type { TeamPlan, TeamState } from './plan.ts';

export interface TeamChannelStore {
  state(): Promise<TeamState>;
  /** Lets `plan` look at what was told and writes what it returns, with the messages and topics that are owed, in one transaction. */
  follow(plan: (state: TeamState) => TeamPlan): Promise<void>;
}
