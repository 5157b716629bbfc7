/** As much of a submitted view as its readers look at; Bolt's `ViewOutput` is one. */
export interface SubmittedView {
  private_metadata: string;
  state: { values: Record<string, Record<string, SubmittedInput>> };
}

export interface SubmittedInput {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_date_time?: number | null;
  selected_user?: string | null;
}

/** What Slack shows beside the fields, by block id (`response_action: errors`). */
export interface Refused {
  errors: Record<string, string>;
}

/** The action id of the one element in every input block. */
export const INPUT = 'input';

export function inputOf(view: SubmittedView, blockId: string): SubmittedInput {
  return view.state.values[blockId]?.[INPUT] ?? {};
}

/** Text as typed, without the white space around it; null for none. */
export function textOf(view: SubmittedView, blockId: string): string | null {
  return inputOf(view, blockId).value?.trim() || null;
}
