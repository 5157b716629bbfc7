export { checkAttachments, checkMessageBlocks, togetherProblems } from './message.ts';
export { checkView, isViewTooLarge } from './view.ts';
export { areTooLong } from './weight.ts';
