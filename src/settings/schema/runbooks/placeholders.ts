import { didYouMean } from '../../did-you-mean.ts';

/** What texts of runbooks can name of the incident that they run for, and what stands there then. */
export const PLACEHOLDERS = {
  'incident.id': 'the number, such as INC-42',
  'incident.number': 'the same',
  'incident.severity': 'the urgency',
  'incident.urgency': 'the same',
  'incident.title': 'the title',
  'incident.description': 'the description',
  'incident.status': 'the status',
  'incident.service': 'the service; "no service" for none',
  'incident.components': 'the components, with commas',
  'incident.source': 'where the alert came from',
  'incident.owner': 'who has it; "nobody" for none',
  'incident.channel': 'its own channel once there is one, else the channel of its card; without #',
  'incident.url': 'the address of its web page',
  'oncall.names': 'who is on call for the service now; "nobody" for a gap',
  'each.name': 'within for_each: whom or what it is at',
  'each.email': 'the same as an e-mail address, of a person',
} as const;

export type Placeholder = keyof typeof PLACEHOLDERS;

/** What a step before has come to: the answer to a question, or what is kept of what a server has answered. */
export type ResultPlace = `result.${string}`;

/** All that a text can name. */
export type Place = Placeholder | ResultPlace;

/** What places stand for, as plain text from wherever it came. */
export type RunbookFacts = Record<Placeholder, string> & { readonly [result: ResultPlace]: string };

/** Put in when something is sent, and never before: it is kept nowhere, and shown to nobody. */
const SECRET = /^secret\.[A-Z][A-Z0-9_]*$/;

/** A word with a dot, in square brackets: whatever else stands in brackets is text. */
const PLACE = /\[([A-Za-z_]+(?:\.[A-Za-z0-9_]+)+)\]/g;

/** What texts name, in their order. */
export function placesIn(text: string): string[] {
  return [...text.matchAll(PLACE)].map(([, name = '']) => name);
}

/** What a text names that nothing is known of, each as a sentence. Which results there are, the runbook as a whole says. */
export function unknownPlaceholders(text: string): string[] {
  const known = [...Object.keys(PLACEHOLDERS), 'result.NAME'];
  return placesIn(text)
    .filter((name) => !isPlace(name) && !SECRET.test(name))
    .map((name) => `has [${name}], which is not known.${didYouMean(name, known) || ` Known: ${known.join(', ')}.`}`);
}

/** A text with what its placeholders stand for. @param write how a value stands there */
export function fillPlaceholders(text: string, write: (name: Place) => string): string {
  return text.replace(PLACE, (whole, name: string) => (isPlace(name) ? write(name) : whole));
}

/** The same, for texts in which values stand as they are. */
export function filledWith(text: string, facts: RunbookFacts): string {
  return fillPlaceholders(text, (name) => factOf(facts, name));
}

/** Nothing for what no step has come to. */
export function factOf(facts: RunbookFacts, name: Place): string {
  return facts[name] ?? '';
}

/** A text with the secrets that it names; the first that is missing. */
export function withSecrets(
  text: string,
  secret: (name: string) => string | undefined,
): { text: string } | { missing: string } {
  let missing: string | null = null;
  const filled = text.replace(PLACE, (whole, name: string) => {
    if (!SECRET.test(name)) return whole;
    const value = secret(name.slice('secret.'.length));
    if (value === undefined || value === '') missing ??= name;
    return value ?? '';
  });
  return missing === null ? { text: filled } : { missing };
}

export function isSecret(place: string): boolean {
  return SECRET.test(place);
}

function isPlace(name: string): name is Place {
  return Object.hasOwn(PLACEHOLDERS, name) || /^result\.[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/.test(name);
}
