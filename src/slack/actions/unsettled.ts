/** It broke while a request was carried out: whether it took effect is not known. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled';

  constructor(cause: unknown) {
    super('a request broke while it was carried out', { cause });
  }
}

/** It broke after a request had taken effect: only the answer is missing. */
export class Untold extends Error {
  override readonly name = 'Untold';

  constructor(cause: unknown) {
    super('a request was carried out, but its answer was not given', { cause });
  }
}
