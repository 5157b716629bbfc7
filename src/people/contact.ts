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
