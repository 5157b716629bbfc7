import { isObject } from '../../../lib/json-value.ts';
import type { SettingsStore } from '../../../settings/store.ts';
import { cutTo, oneLine } from '../../../words/text.ts';
import type { Draft } from '../intake.ts';
import { urgencyOf } from '../severity.ts';
import { aliasIn, type Body, listIn, sourceIn, textIn, textsIn, UnprocessableBody } from './body.ts';

/** Opsgenie's limits (https://docs.opsgenie.com/docs/alert-api#create-alert). What is longer is cut, never a reason to lose an alert. */
const MAX_MESSAGE = 130;
const MAX_TAGS = 20;
const MAX_LISTED = 50;
/** No service has a name so long: settings take 100 characters. */
const MAX_NAME = 255;
/** What Opsgenie takes an alert for that doesn't say. */
const DEFAULT_PRIORITY = 'P3';

/** The body of `POST /v2/alerts` as an alert. Throws `UnprocessableBody` for one without a message. */
export async function readCreate(body: Body, settings: SettingsStore): Promise<Extract<Draft, { action: 'trigger' }>> {
  const message = oneLine(textIn(body, 'message') ?? '');
  if (message === '') throw new UnprocessableBody({ message: 'Message can not be empty.' });
  const sent = isObject(body['details']) ? body['details'] : {};
  const tags = textsIn(body, 'tags', MAX_TAGS);
  const { name: source, url } = sourceIn(body);
  const entity = textIn(body, 'entity');
  const details = detailsOf(body, sent, tags);
  return {
    action: 'trigger',
    labels: { ...details, priority: textIn(body, 'priority') ?? DEFAULT_PRIORITY, entity },
    service: await serviceOf([textIn(sent, 'service'), ...tags], settings),
    report: {
      title: cutTo(MAX_MESSAGE, message),
      description: textIn(body, 'description') ?? (message.length > MAX_MESSAGE ? message : null),
      urgency: urgencyOf(
        textIn(body, 'priority') ?? textIn(sent, 'urgency') ?? textIn(sent, 'severity') ?? DEFAULT_PRIORITY,
      ),
      components: entity === null ? [] : [entity],
      source,
      url,
      details: Object.keys(details).length > 0 ? details : null,
      dedupKey: aliasIn(body),
    },
  };
}

/** The first that is the name of a service. Tags are words of any kind, and one of them may be it. */
async function serviceOf(names: (string | null)[], settings: SettingsStore): Promise<string | null> {
  for (const name of names) {
    if (name !== null && name.length <= MAX_NAME && (await settings.serviceByName(name))) return name;
  }
  return null;
}

/** What was sent beside what an incident has a place for; it is shown to whoever looks. */
function detailsOf(body: Body, sent: Record<string, unknown>, tags: string[]): Record<string, unknown> {
  const lists = {
    tags,
    actions: textsIn(body, 'actions', MAX_LISTED),
    responders: recipientsIn(body, 'responders'),
    visibleTo: recipientsIn(body, 'visibleTo'),
  };
  const texts = { user: textIn(body, 'user'), note: textIn(body, 'note') };
  return {
    ...sent,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== null)),
  };
}

/** Teams and people, each in a word: `team payments` */
function recipientsIn(body: Body, field: string): string[] {
  return listIn(body, field, MAX_LISTED)
    .filter(isObject)
    .flatMap((one) => {
      const name = textIn(one, 'name') ?? textIn(one, 'username') ?? textIn(one, 'id');
      return name === null ? [] : [[textIn(one, 'type'), name].filter((word) => word !== null).join(' ')];
    });
}
