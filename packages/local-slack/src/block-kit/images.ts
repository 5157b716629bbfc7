import { z } from 'zod';
import { blockId } from './identity.ts';
import { imageLink } from './links.ts';
import { bounded } from './strings.ts';
import { plainText } from './text.ts';

const image = {
  type: z.literal('image'),
  image_url: imageLink,
  alt_text: bounded(1, 2000),
};

/** https://docs.slack.dev/reference/block-kit/block-elements/image-element */
export const imageElement = z.strictObject(image);

/** https://docs.slack.dev/reference/block-kit/blocks/image-block */
export const imageBlock = z.strictObject({ ...image, block_id: blockId, title: plainText(2000).optional() });
