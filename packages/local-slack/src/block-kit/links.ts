import { BlockList, isIP } from 'node:net';
import { bounded } from './strings.ts';

const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'slack:', 'tel:']);

/** Undefined for what is no URL; Slack takes none with a space in it, unlike browsers. */
function schemeOf(url: string): string | undefined {
  return !/\s/.test(url) && URL.canParse(url) ? new URL(url).protocol : undefined;
}

/** A link that a person can follow; 3,000 characters at most. */
export const link = bounded(1, 3000).refine((url) => LINK_SCHEMES.has(schemeOf(url) ?? ''), 'must be a valid URL');

/** Networks that are nobody's on the internet (https://www.rfc-editor.org/rfc/rfc6890). */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE.addSubnet(network, bits);
}
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fe80::', 10, 'ipv6');

function isOutOfReach(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const kind = isIP(host);
  if (kind !== 0) return PRIVATE.check(host, kind === 6 ? 'ipv6' : 'ipv4');
  return !host.includes('.') || /\.(internal|local|localhost)$/.test(host);
}

/** An image that Slack has to fetch itself, so one that it can reach from the internet. */
export const imageLink = bounded(1, 3000)
  .refine((url) => ['http:', 'https:'].includes(schemeOf(url) ?? ''), 'must be a valid URL')
  .refine((url) => !URL.canParse(url) || !isOutOfReach(url), 'downloading image failed');
