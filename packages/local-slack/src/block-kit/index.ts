export { checkAttachments, checkMessageBlocks } from './message.ts';
export { checkView } from './view.ts';
