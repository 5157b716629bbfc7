import { inline } from '../../../../cards/mrkdwn.ts';

/** What controls call the page. */
export const PEOPLE = 'users';
const MAX_NAME = 100;

export const settingOf = (email: string) => ({ section: PEOPLE, name: email.toLowerCase() }) as const;
export const shownName = (name: string) => inline(name, MAX_NAME);
