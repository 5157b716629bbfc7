import { z } from 'zod';

/** A web page that helps: a runbook, a dashboard. */
export interface Link {
  text: string;
  url: string;
}

const link = z.object({ text: z.string().catch(''), url: z.string() });
const lists = z.object({ links: z.array(z.unknown()).catch([]), images: z.array(z.unknown()).catch([]) });

/** The links and pictures that came with an alert, which its details hold as `links` and `images`; what is not one is left out. */
export function linksIn(details: Record<string, unknown> | null): { links: Link[]; images: Link[] } {
  const { links, images } = lists.parse(details ?? {});
  return { links: links.flatMap(read), images: images.flatMap(read) };
}

function read(value: unknown): Link[] {
  const { data } = link.safeParse(value);
  return data === undefined ? [] : [{ text: data.text || data.url, url: data.url }];
}
