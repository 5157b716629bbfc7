import type { JsonObject } from '../json.ts';
import type { Call } from './call.ts';

/**
 * How often a method may be called per minute and workspace (https://docs.slack.dev/apis/web-api/rate-limits).
 * `posting` is one message a second and channel; `opening`, of a socket, is tier 1 with a larger burst; `special` has no published number.
 */
export type Tier = 1 | 2 | 3 | 4 | 'posting' | 'opening' | 'special';

/** A Web API method that a bot token may call. */
export interface Method {
  readonly name: string;
  readonly tier: Tier;
  /** One of these has to be granted; none when empty. Methods whose scope depends on the channel check it themselves. */
  readonly scopes: readonly string[];
  /** Reading methods also answer to GET, and do not take their arguments from a JSON body. */
  readonly reads: boolean;
  /** Returns what stands beside `ok: true`. Throws ApiError. */
  run(call: Call): JsonObject;
}
