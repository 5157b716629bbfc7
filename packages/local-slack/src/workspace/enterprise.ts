import { slackId } from '../ids.ts';

/** The organization that workspaces belong to on an Enterprise plan. */
export interface Enterprise {
  readonly id: string;
  readonly name: string;
}

export function newEnterprise(name: string): Enterprise {
  return { id: slackId('E'), name };
}
