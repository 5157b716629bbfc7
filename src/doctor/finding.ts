/** What came of one look at something. */
export type Finding =
  | { state: 'well'; what: string }
  /** Worth knowing, and no reason to worry. */
  | { state: 'note'; what: string }
  | { state: 'wrong'; what: string; remedy: string };

export function well(what: string): Finding {
  return { state: 'well', what };
}

export function note(what: string): Finding {
  return { state: 'note', what };
}

export function wrong(what: string, remedy: string): Finding {
  return { state: 'wrong', what, remedy };
}
