import type { Responders } from '../src/incidents/service.ts';

/** Everybody may see every incident, and nobody is known by a name. */
export const EVERYBODY: Responders = {
  maySee: async () => true,
  mayAct: async () => true,
  mayChoose: async () => true,
  assignee: async () => ({ fit: false, flaw: 'no_account' }),
};
