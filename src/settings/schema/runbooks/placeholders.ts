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
} as const;

export type Placeholder = keyof typeof PLACEHOLDERS;

/** A word with a dot, in square brackets: whatever else stands in brackets is text. */
const PLACE = /\[([A-Za-z_]+(?:\.[A-Za-z_]+)+)\]/g;

/** What a text names that nothing is known of, each as a sentence. */
export function unknownPlaceholders(text: string): string[] {
  const known = Object.keys(PLACEHOLDERS);
  const written = [...text.matchAll(PLACE)].map(([, name = '']) => name);
  return written
    .filter((name) => !isPlaceholder(name))
    .map((name) => `has [${name}], which is not known.${didYouMean(name, known) || ` Known: ${known.join(', ')}.`}`);
}

/** A text with what its placeholders stand for. @param write how a value stands there */
export function fillPlaceholders(text: string, write: (name: Placeholder) => string): string {
  return text.replace(PLACE, (whole, name: string) => (isPlaceholder(name) ? write(name) : whole));
}

function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(PLACEHOLDERS, name);
}
