/** What controls call the page and its forms. */
export const POLICIES = 'policies';

/** As `identityOf` has it. */
export function settingOf(name: string) {
  return { section: 'escalation_policies', name: name.toLowerCase() } as const;
}

/** What is said wherever a policy is changed. */
export const CLIMBING =
  'Incidents that are escalating go on by the policy as it was when they began, so that no page is lost. A change counts from the next start: when a snooze ends, when one is reopened or handed back, or by *Restart escalation* (⋯ on the card).';
