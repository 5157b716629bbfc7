const FOLLOWED = new Set(['http:', 'https:', 'mailto:', 'slack:', 'tel:']);

/** The address when it is one that people follow; undefined for `javascript:` and its like. */
export function safeAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  return FOLLOWED.has(new URL(address).protocol) ? address : undefined;
}

/** Splits plain text into words and the web addresses between them. */
export function splitAddresses(text: string): { text: string; isAddress: boolean }[] {
  return text
    .split(/(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]])/)
    .map((part, index) => ({ text: part, isAddress: index % 2 === 1 }));
}
