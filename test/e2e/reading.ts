import type { MessageHandle } from 'local-slack';
import { until } from '../until.ts';
import type { House } from './house.ts';

/**
 * For a message that may have failed by itself before: nothing tells the app that it would go now, so it waits for its next
 * attempt, which is half a minute away at most, and longer each time that it has failed on a busy machine.
 */
export const NEXT_ATTEMPT = { timeoutMs: 45_000 };

/** The text of all pages of a storm's list, as one person turns them. */
export async function pagesOf(house: House, storm: MessageHandle, name: string): Promise<string[]> {
  const showAll = storm.visible().buttons.find((label) => label.startsWith('Show all'));
  if (showAll === undefined) return [storm.visible().text];
  const person = house.person(name);
  await person.click(storm, showAll);
  const list = await person.seesModal(/^Storm: /);
  const texts = [list.visible().text];
  const pages = Number(/page 1 of (\d+)/.exec(texts[0] ?? '')?.[1] ?? 1);
  for (let page = 2; page <= pages; page++) {
    await list.click('Next →');
    await until(
      () => list.visible().text.includes(`page ${page} of ${pages}`),
      () => list.visible().text,
    );
    texts.push(list.visible().text);
  }
  list.close();
  return texts;
}

export function isStorm(message: MessageHandle): boolean {
  return /Storm: \d+ incidents|Storm over/.test(message.visible().text);
}

/** Every line that stands in a message's thread. */
export function linesOf(message: MessageHandle): string[] {
  return message.thread().flatMap((reply) => reply.visible().text.split('\n'));
}

/** Of how many incidents a line of a thread speaks: `✅ 40 incidents acknowledged by @jane` of forty, others of one. */
export function incidentsToldOf(line: string): number {
  return Number(/(?<![\w.])(\d+) incidents\b/.exec(line)?.[1] ?? 1);
}

/** The numbers of incidents that are named as titles in a text: `INC-42: …`. */
export function incidentsIn(text: string): number[] {
  return [...text.matchAll(/INC-(\d+):/g)].map((match) => Number(match[1]));
}
