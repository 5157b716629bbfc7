import { z } from 'zod';
import { compileJsonPath } from '../../../../routing/json-path.ts';
import { environmentVariable, optional, readableBy, webPage } from '../../values.ts';
import { operation } from '../operation.ts';
import { MAX_MESSAGE, resultName, template } from '../texts.ts';

const MAX_HEADERS = 20;
const MAX_KEPT = 10;
const MAX_BODY = 20_000;

const json = z.unknown().superRefine((value, context) => {
  if (JSON.stringify(value ?? null).length > MAX_BODY) context.addIssue(`is longer than ${MAX_BODY} characters`);
});

/** Tells another system, signed as outgoing webhooks are, and keeps what later steps need of the answer. */
export const callWebhook = operation({
  label: 'Webhook',
  scopes: [],
  schema: z.strictObject({
    url: webPage,
    /** `[secret.NAME]` stands for the environment variable RUNBOOK_SECRET_NAME. */
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/, 'must be the name of a header'), template(MAX_MESSAGE))
      .default({})
      .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `must be ${MAX_HEADERS} at most`),
    /** JSON with placeholders in its texts; the incident, without it. */
    body: json.default(null),
    secret_env: optional(environmentVariable),
    /** `keep: { ticket: "$.issue.key" }` of an answer in JSON is `[result.AS.ticket]` later. */
    keep: z
      .record(resultName, readableBy(compileJsonPath))
      .default({})
      .refine((kept) => Object.keys(kept).length <= MAX_KEPT, `must be ${MAX_KEPT} at most`),
    /** Twice is as good as once: one that may have arrived is sent again, and nobody is asked. */
    idempotent: z.boolean().default(false),
    as: optional(resultName),
  }),
  rehearse: ({ url, secret_env, keep, as }) => [
    `calls ${url}${secret_env === null ? '' : `, signed with ${secret_env}`}`,
    ...Object.entries(keep).map(([key, path]) => `  keeps ${path} of the answer as [result.${as ?? '…'}.${key}]`),
  ],
  effect: ({ url, headers, body, secret_env, keep, idempotent }, { fill }) => ({
    do: 'outside',
    call: {
      kind: 'webhook',
      request: {
        url,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
        body: filled(body, fill),
        secretEnv: secret_env,
        keep,
      },
      isRepeatable: idempotent,
    },
  }),
});

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((item) => filled(item, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, fill)]));
}
