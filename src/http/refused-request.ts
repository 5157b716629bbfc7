/** Something in a request that its sender has to change. */
export interface Issue {
  /** `[2].title`; empty for the body as a whole. */
  path: string;
  message: string;
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 413 | 415 | 429;

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
    super(message);
    this.issues = issues;
    this.headers = headers;
  }
}
