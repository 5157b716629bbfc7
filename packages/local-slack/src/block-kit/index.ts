export { checkAttachments, checkMessageBlocks, togetherProblems } from './message.ts';
export { checkView } from './view.ts';
export { areTooLong } from './weight.ts';
