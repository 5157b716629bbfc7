/** A group that Slack keeps, as Slack last described it. */
export interface KnownUserGroup {
  id: string;
  handle: string;
  /** Slack ids. */
  members: string[];
}

export interface UserGroupFailure {
  /** As opsknight.yml names it. */
  userGroup: string;
  /** The members that Slack did not accept. */
  members: string[];
  /** Slack's reason. */
  code: string;
}

/** Slack's groups, and which of them are to follow who is on call. */
export interface UserGroupStore {
  /** The groups that schedules name, each with the schedules that do. */
  wanted(): Promise<Map<string, string[]>>;
  /** Whether an escalation policy calls any. */
  areCalled(): Promise<boolean>;
  known(connectionId: number): Promise<KnownUserGroup[]>;
  /** The whole list, as Slack gives it. */
  replace(connectionId: number, groups: KnownUserGroup[]): Promise<void>;
  /** Slack has taken the members; an earlier failure is over. */
  written(connectionId: number, userGroup: string, group: KnownUserGroup): Promise<void>;
  failures(connectionId: number): Promise<UserGroupFailure[]>;
  /** Slack has refused: the admins are told, and these members are not tried again. */
  failed(connectionId: number, failure: UserGroupFailure): Promise<void>;
  /** Everything may be tried again. */
  forgetFailures(connectionId: number): Promise<void>;
}
