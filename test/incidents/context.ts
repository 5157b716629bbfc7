import type { Rules, Surroundings } from '../../src/incidents/change.ts';
import { NOWHERE_PRIVATE } from '../../src/incidents/privacy.ts';
import { URGENCIES } from '../../src/oncall/urgency.ts';

/** Rules that set nothing. */
export const NO_RULES: Rules = {
  policy: null,
  heard: URGENCIES,
  sla: {},
  updateReminder: null,
  roles: [],
  reminder: null,
  maintenance: [],
  delay: null,
  silence: null,
  group: null,
  flapping: null,
};

/** What is settled around an incident, besides its rules, where there is nothing around it. */
export const NOTHING_AROUND: Omit<Surroundings, keyof Rules> = {
  upstream: null,
  missesHeartbeat: false,
  ownChannel: 'none',
  archiveAfter: null,
  timesOver: () => 0,
  mayBeReached: () => false,
  messageEntry: () => null,
  tasks: () => [],
  runbooks: () => ({ known: ['first-ten-minutes'], running: [], failed: [], asking: [] }),
  directory: { users: [], groups: [], schedules: [], slackUserGroups: [] },
  serviceOf: () => null,
  privacy: NOWHERE_PRIVATE,
};
