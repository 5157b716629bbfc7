import { CHANNEL } from './house.mjs';

/*
 * Many incidents, quickly: one that the app has made, with its timeline and its cards, again and again. Whatever columns
 * there are, they are copied.
 */

const NUMBERS = 'with recursive clones(n) as (select 1 union all select n + 1 from clones where n < :count)';

/**
 * Inside a transaction. The clones of incident `original` are numbered on from the newest incident.
 * @param options.columns SQL of the columns that differ, in which `n` counts from 1.
 * @returns {number} of the first clone.
 */
export function cloneIncident(database, original, { count, columns = {} }) {
  const newest = database.prepare('select max(number) from incidents').pluck().get();
  const clone = (table, key, differs) =>
    copyRows(database, { table, where: `${key} = :original`, differs, parameters: { original, count } });
  clone('incidents', 'number', {
    number: `${newest} + n`,
    title: `title || ' ' || (${newest} + n)`,
    dedup_key: `dedup_key || ' ' || (${newest} + n)`,
    ...columns,
  });
  clone('timeline_events', 'incident_number', { id: null, incident_number: `${newest} + n` });
  clone('cards', 'incident_number', {
    id: null,
    incident_number: `${newest} + n`,
    ts: `printf('%010d.%06d', ${newest} + n, id)`,
  });
  return newest + 1;
}

function copyRows(database, { table, where, differs, parameters }) {
  const names = database.prepare(`select name from pragma_table_info('${table}')`).pluck().all();
  const copied = names.filter((name) => differs[name] !== null);
  const values = copied.map((name) => differs[name] ?? `"${name}"`);
  database
    .prepare(
      `insert into ${table} (${copied.map((name) => `"${name}"`)}) ${NUMBERS}
       select ${values} from clones cross join (select * from ${table} where ${where})`,
    )
    .run(parameters);
}

/** Opens an incident in the usual way and waits for its card. */
export async function openIncident(house, title) {
  const number = await house.send({ title });
  return { number, card: await house.slack.workspace().channel(CHANNEL).waitForMessage(title) };
}

/**
 * Opens so many incidents, with a card each that can be clicked.
 * @returns their messages.
 */
export async function openIncidentsWithCards(house, count) {
  const { number: original, card } = await openIncident(house, 'Disk full');
  const channel = house.slack.workspace().channel(CHANNEL);
  const content = card.surface().message;
  const first = house.withDatabase((database) => cloneIncident(database, original, { count }));
  const messages = Array.from({ length: count }, (_, index) => postCopy(house, content, original, first + index));
  house.withDatabase((database) => {
    const place = database.prepare('update cards set channel_id = ?, ts = ? where incident_number = ?');
    for (const [index, { ts }] of messages.entries()) place.run(channel.id, ts, first + index);
  });
  return handlesOf(channel, messages);
}

/** The same cards, in the Slack of an app that knows nothing of incidents. */
export function postCopies(house, card, count) {
  const channel = house.slack.workspace().channel(CHANNEL);
  const { message } = card.surface();
  return handlesOf(
    channel,
    Array.from({ length: count }, () => postCopy(house, message, 1, 1)),
  );
}

/** As the app would have posted it for the other incident. */
function postCopy(house, { text, blocks, attachments, metadata }, original, number) {
  const { model } = house.slack.workspace();
  const channel = model.channels.byName(CHANNEL);
  const asOther = JSON.stringify({ text, blocks, attachments, metadata })
    .replaceAll(`INC-${original}`, `INC-${number}`)
    .replaceAll(`"value":"${original}"`, `"value":"${number}"`)
    .replaceAll(`"value":"${original}:`, `"value":"${number}:`);
  const content = JSON.parse(asOther);
  return model.messages.add({ channelId: channel.id, userId: model.botUserId, byApp: true, ...content });
}

function handlesOf(channel, messages) {
  const handles = new Map(channel.messages().map((handle) => [handle.ts, handle]));
  return messages.map(({ ts }) => handles.get(ts));
}
