import type { Link } from '../../incidents/links.ts';

const MAX_URL = 2_048;

/** A web address as it is kept; null for anything else: no bad link is a reason to lose an alert. */
export function webAddressOf(text: string | null | undefined): string | null {
  if (!text || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return /^https?:$/.test(protocol) && href.length <= MAX_URL ? href : null;
}

/** Those that lead somewhere. Without words of its own, a link is called by its address. */
export function linksOf(links: readonly { text: string | null; url: string | null | undefined }[]): Link[] {
  return links.flatMap(({ text, url }) => {
    const address = webAddressOf(url);
    return address === null ? [] : [{ text: text ?? address, url: address }];
  });
}
