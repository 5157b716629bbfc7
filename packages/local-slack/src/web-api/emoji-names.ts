/** A name as emoji have them, with the colons or without. */
export const plainEmoji = (name: string): string => name.replaceAll(':', '');

export const isEmojiName = (name: string): boolean => /^[a-z0-9_+'-]+$/.test(name);
