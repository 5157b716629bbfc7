/** Something in a request that its sender has to change. */
export interface Issue {
  /** `[2].title`; empty for the body as a whole. */
  path: string;
  message: string;
}

/** Issues in one answer: whoever has more to mend will see the others with the next try. */
export const MAX_ISSUES = 20;

export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503;

interface RefusalDetails {
  issues?: Issue[];
  headers?: Record<string, string>;
}

/** A request that is answered with an error of its own making; the error boundary turns it into the answer. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly issues: Issue[] | undefined;
  readonly headers: Record<string, string>;

  /** `message`: for whoever sent the request, with what to do about it. */
  constructor(
    readonly status: RefusalStatus,
    message: string,
    { issues, headers = {} }: RefusalDetails = {},
  ) {
    const left = (issues?.length ?? 0) - MAX_ISSUES;
    super(left > 0 ? `${message} The first ${MAX_ISSUES} of ${MAX_ISSUES + left} problems are listed.` : message);
    this.issues = issues?.slice(0, MAX_ISSUES);
    this.headers = headers;
  }
}
