/** What controls call the page and its forms. */
export const SCHEDULES = 'schedules';

/** As `identityOf` has it. */
export function settingOf(name: string) {
  return { section: 'schedules', name: name.toLowerCase() } as const;
}
