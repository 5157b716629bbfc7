import { type Incident, incidentKey } from '../../incidents/types.ts';
import type { OtherContact } from '../../notifications/contacts/types.ts';
import type { Check } from '../../notifications/kinds/check.ts';
import { urgencyLabel } from '../../words/incident.ts';
import { bareName } from '../../words/people.ts';
import { actorName } from '../../words/plain-writer.ts';
import { cutTo, oneLine } from '../../words/text.ts';

/** A page as it goes past Slack. */
export interface ContactPage {
  contact: OtherContact;
  /** Null where the person may not know what it is about. */
  incident: Incident | null;
  /** Its name. */
  service: string | null;
  /** Acknowledges without signing in. */
  acknowledgeUrl: string;
  pageUrl: string;
}

/** One method. @throws NotTaken */
export interface Transport {
  page(page: ContactPage): Promise<void>;
  /** Sends a code or a test. */
  check(check: ContactCheck): Promise<void>;
}

/** A code or a test, as it goes past Slack. */
export interface ContactCheck {
  check: Check;
  /** The same at every attempt. */
  delivery: string;
}

export function checkSubject({ check: { code } }: ContactCheck): string {
  return code === null ? 'A test of OpsKnight' : `${code} is your code for OpsKnight`;
}

/** All of it, in plain text: whoever it was not meant for can tell what to do. */
export function checkText({ check: { code, name } }: ContactCheck): string {
  const who = oneLine(name);
  if (code === null)
    return `${who} has asked OpsKnight for a test: this is how pages arrive here. There is nothing to do.`;
  return `${who} wants to be paged here by OpsKnight. The code is ${code}: it is entered in Slack within 15 minutes. You don't expect this? Then do nothing: nothing more comes.`;
}

const MAX_TITLE = 200;
export const MAX_DESCRIPTION = 2_000;

/** "🔴 HIGH INC-42: Database down", on one line. */
export function subjectOf({ contact: { incidentNumber }, incident }: ContactPage): string {
  const key = incidentKey(incidentNumber);
  if (!incident) return `${key}: you are called to a private incident`;
  return `${urgencyLabel(incident.urgency)} ${key}: ${cutTo(MAX_TITLE, oneLine(incident.title))}`;
}

/** Who has the incident, as people know them: somebody it was given to, or who called for help. Null for nobody, and where that is not to be known. */
export function holderOf({ incident }: ContactPage): string | null {
  return incident?.state.status === 'ACKNOWLEDGED' ? oneLine(actorName(incident.state.by)) : null;
}

/** The whole page, in plain text. @param maxDescription 0: without one */
export function textOf(page: ContactPage, maxDescription = MAX_DESCRIPTION): string {
  const { contact, incident, service, acknowledgeUrl, pageUrl } = page;
  const holder = holderOf(page);
  const description = maxDescription > 0 ? cutTo(maxDescription, incident?.description?.trim() ?? '') : '';
  const about = incident
    ? [
        subjectOf(page),
        ...(service === null ? [] : [`Service: ${oneLine(service)}`]),
        ...(description ? ['', description] : []),
      ]
    : [`${subjectOf(page)}. What it is about is for the members of its channel in Slack.`];
  return [
    `${bareName(oneLine(contact.name)) || 'Hello'}, you are paged.`,
    '',
    ...about,
    '',
    ...(holder === null
      ? ['Acknowledge it, without signing in:', acknowledgeUrl, '']
      : [`It has been acknowledged, and is with ${holder}.`, '']),
    'The incident’s page:',
    pageUrl,
    '',
  ].join('\n');
}
