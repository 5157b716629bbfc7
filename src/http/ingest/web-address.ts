const MAX_URL = 2_048;

/** A web address as it is kept; null for anything else: no bad link is a reason to lose an alert. */
export function webAddressOf(text: string | null | undefined): string | null {
  if (!text || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return /^https?:$/.test(protocol) && href.length <= MAX_URL ? href : null;
}
