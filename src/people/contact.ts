/** How somebody is reached besides Slack. */
export const CONTACT_KINDS = ['email', 'ntfy', 'webhook', 'sms', 'call'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

export interface ContactMethod {
  kind: ContactKind;
  /** A mail address, a telephone number, or a web address. */
  address: string;
  /** Milliseconds from the page until it is used, when nobody has taken the incident by then. */
  after: number;
}

/** When somebody is not to be disturbed for what can wait, on a clock of their own: "22:00" to "07:00". */
export interface QuietHours {
  from: string;
  to: string;
  /** IANA */
  timezone: string;
}

/** How somebody is called besides Slack, and when not. */
export interface Reach {
  methods: ContactMethod[];
  quietHours: QuietHours | null;
}

export const NO_REACH: Reach = { methods: [], quietHours: null };

/** A way that somebody has added themselves, or, for one of opsknight.yml, when they want it. */
export interface PersonalContact extends ContactMethod {
  isVerified: boolean;
}

/** A way to reach somebody, as they see it themselves. */
export interface ShownMethod extends ContactMethod {
  /** opsknight.yml names it. */
  isOfFile: boolean;
  /** Only then it is used. */
  isVerified: boolean;
}

export function isSameMethod(
  one: Pick<ContactMethod, 'kind' | 'address'>,
  other: Pick<ContactMethod, 'kind' | 'address'>,
): boolean {
  return one.kind === other.kind && one.address === other.address;
}

/** What opsknight.yml names counts as verified, and comes when its person wants it; then what they have added, in that order. */
export function withPersonal(ofFile: readonly ContactMethod[], personal: readonly PersonalContact[]): ShownMethod[] {
  return [
    ...ofFile.map((method) => {
      const own = personal.find((one) => isSameMethod(one, method));
      return { ...method, after: own?.after ?? method.after, isOfFile: true, isVerified: true };
    }),
    ...personal
      .filter((own) => !ofFile.some((one) => isSameMethod(one, own)))
      .map(({ kind, address, after, isVerified }) => ({ kind, address, after, isOfFile: false, isVerified })),
  ];
}
