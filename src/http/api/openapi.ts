import { z } from 'zod';
import { incidentSchema, oneIncidentSchema } from '../../words/json/incident.ts';
import { nativeEventSchema } from '../ingest/native-event.ts';
import { resultsSchema } from '../ingest/results.ts';
import type { Operation } from './operation.ts';

/** Errors that any request may be answered with. */
const PROBLEMS: Record<number, string> = {
  400: 'something in the request is wrong: `issues` says what, and where',
  401: 'no key, a wrong one, or one that is revoked',
  403: 'this key has other scopes, or counts only for what is signed, or for messages of Amazon SNS',
  404: 'there is no such thing, as far as this key may know',
  409: 'it can not be done any more; the words say why',
  413: 'the body is too large',
  422: 'the `Idempotency-Key` came with another body before; nothing was changed',
  429: 'too much at once: again after `Retry-After` seconds; nothing was changed',
  503: 'nothing can be written: again after `Retry-After` seconds; nothing was changed',
};

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  error: z.string().describe('the same as `detail`'),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Asked again with it, within a day, a request has its effect once, and is answered as the first time. With another body it is refused.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 description of what can be asked for. @param version of the app */
export function openApi(operations: readonly Operation[], { baseUrl, version }: { baseUrl: string; version: string }) {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'OpsKnight', version, description: 'Alerts in; incidents, services and who is on call out.' },
    servers: [{ url: baseUrl }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key of `opsknight keys create`.' },
      },
      schemas: {
        Problem: schemaOf(problem, 'output'),
        Incident: schemaOf(incidentSchema, 'output'),
        OneIncident: schemaOf(oneIncidentSchema, 'output'),
        Event: schemaOf(nativeEventSchema, 'input'),
        Results: schemaOf(resultsSchema, 'output'),
      },
      parameters: {
        IdempotencyKey: IDEMPOTENCY_KEY,
        ...Object.fromEntries(operations.flatMap(({ path }) => namesInPath(path)).map((name) => [name, inPath(name)])),
      },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [
          `Problem${status}`,
          {
            description,
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

function described({ method, path, summary, query, body, answers, key }: Operation): Json {
  const parameters = [
    ...namesInPath(path).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ...(query ? queryParameters(query) : []),
    ...(method === 'post' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
  return {
    operationId: `${method} ${path}`.replace(/\W+/g, '_').replace(/_$/, ''),
    summary,
    ...(key !== undefined && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { content: { 'application/json': { schema: named(body, 'input') } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, schema }]) => [
          status,
          { description, ...(schema && { content: { 'application/json': { schema: named(schema, 'output') } } }) },
        ]),
      ),
      ...(key === 'none' ? {} : problemsOf(method)),
    },
  };
}

/** `/api/incidents/{number}` → number */
function namesInPath(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

function inPath(name: string): Json {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function problemsOf(method: Operation['method']): Json {
  const statuses = Object.keys(PROBLEMS).filter(
    (status) => method === 'post' || !['409', '413', '422'].includes(status),
  );
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]));
}

/** None of them has to be there. */
function queryParameters(query: z.ZodObject): Json[] {
  const { properties = {} } = schemaOf(query, 'output') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

/** Those that are described once, by their names. */
const NAMED = new Map<unknown, string>([
  [incidentSchema, 'Incident'],
  [oneIncidentSchema, 'OneIncident'],
  [nativeEventSchema, 'Event'],
  [problem, 'Problem'],
  [resultsSchema, 'Results'],
]);

function named(schema: z.ZodType, io: 'input' | 'output'): Json {
  const name = NAMED.get(schema);
  return name === undefined ? schemaOf(schema, io) : { $ref: `#/components/schemas/${name}` };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      // The format says it, and in fewer words.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      // Of an answer, a later version may say more.
      if (io === 'output') delete jsonSchema.additionalProperties;
      const one: unknown = zodSchema;
      const name = NAMED.get(one);
      if (name === undefined || one === schema) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema];
      jsonSchema.$ref = `#/components/schemas/${name}`;
    },
  });
  return rest;
}
