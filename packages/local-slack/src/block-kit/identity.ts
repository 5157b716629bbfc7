import { generatedKey } from '../ids.ts';
import { bounded } from './strings.ts';

/** `block_id` and `action_id`: at most 255 characters, made up by Slack when left out. */
const key = bounded(1, 255);

export const blockId = key.default(generatedKey);
export const actionId = key.default(generatedKey);
