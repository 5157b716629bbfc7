import { createMiddleware } from 'hono/factory';
import { INSTANCE_HEADER } from '../notifications/webhooks/store.ts';
import type { HttpDeps } from './deps.ts';
import { RefusedRequest } from './refused-request.ts';

/**
 * Refuses what our own outgoing webhooks send, should one of them lead back here: every incident would open another one, without end.
 */
export function refuseOwnWebhooks({ instance }: Pick<HttpDeps, 'instance'>) {
  return createMiddleware(async (c, next) => {
    const sender = c.req.header(INSTANCE_HEADER);
    if (sender !== undefined && sender === (await instance())) {
      throw new RefusedRequest(
        409,
        'This is what this OpsKnight itself has sent: one of its outgoing webhooks leads back to it.',
      );
    }
    await next();
  });
}
