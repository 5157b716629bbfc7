import { bounded } from './strings.ts';

const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'slack:', 'tel:']);

function schemeOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).protocol : undefined;
}

/** A link that a person can follow; 3,000 characters at most. */
export const link = bounded(1, 3000).refine((url) => LINK_SCHEMES.has(schemeOf(url) ?? ''), 'must be a valid URL');

const OWN_MACHINE = /^(localhost|127\.|10\.|192\.168\.|0\.0\.0\.0|\[::1\])/;

/** An image that Slack has to fetch itself, so one that it can reach from the internet. */
export const imageLink = bounded(1, 3000)
  .refine((url) => ['http:', 'https:'].includes(schemeOf(url) ?? ''), 'must be a valid URL')
  .refine((url) => !URL.canParse(url) || !OWN_MACHINE.test(new URL(url).host), 'downloading image failed');
