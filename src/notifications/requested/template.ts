import type { NotificationTemplate } from '../../settings/types.ts';

/** `{version}`: a place of a template that a value goes into. */
const PLACE = /\{([A-Za-z][A-Za-z0-9_.-]*)\}/g;

/** Members that hold a web address. */
const ADDRESSES: ReadonlySet<string> = new Set([
  'url',
  'image_url',
  'thumb_url',
  'title_link',
  'author_link',
  'author_icon',
  'footer_icon',
]);

export interface Filled {
  template: NotificationTemplate;
  /** Places that no value was given for. */
  missing: string[];
}

/**
 * A template with its places filled in.
 * @param write writes a value so that it shows as it is
 */
export function fill(
  template: NotificationTemplate,
  values: Readonly<Record<string, string>>,
  write: (value: string) => string,
): Filled {
  const missing = new Set<string>();
  const valueFor = (name: string, written: (value: string) => string) => {
    if (Object.hasOwn(values, name)) return written(values[name] ?? '');
    missing.add(name);
    return '';
  };
  const fillText = (text: string, member: string) => {
    if (!ADDRESSES.has(member)) return text.replace(PLACE, (_, name: string) => valueFor(name, write));
    // A value may be a whole address, or a part of one.
    const isWhole = text.replace(PLACE, '') === '';
    return text.replace(PLACE, (_, name: string) => valueFor(name, isWhole ? String : encodeURIComponent));
  };
  const fillAll = (value: unknown, member: string): unknown => {
    if (typeof value === 'string') return fillText(value, member);
    if (Array.isArray(value)) return value.map((item) => fillAll(item, member));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillAll(item, key)]));
  };
  const { name, message, blocks, attachments } = template;
  const filled: NotificationTemplate = {
    name,
    message: message === null ? null : fillText(message, 'message'),
    blocks: blocks?.map((block) => fillAll(block, '')) ?? null,
    attachments: attachments?.map((one) => fillAll(one, '')) ?? null,
  };
  return { template: filled, missing: [...missing] };
}
