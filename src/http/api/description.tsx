import { Hono } from 'hono';
import type { HttpDeps } from '../deps.ts';
import { Layout, page } from '../pages/layout.tsx';
import { openApi } from './openapi.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';

/** `GET /api/openapi.json`: what can be asked for, for programs; `GET /api`: the same for people. Neither needs a key. */
export function descriptionRoutes({ baseUrl }: Pick<HttpDeps, 'baseUrl'>) {
  let made: Description | undefined;
  const description = () => {
    made ??= openApi(OPERATIONS, { baseUrl, version: '1' });
    return made;
  };
  const app = new Hono();
  app.get('/api/openapi.json', (c) => c.json(description()));
  app.get('/api', (c) => page(c, <DescriptionPage baseUrl={baseUrl} description={description()} />));
  return app;
}

type Description = ReturnType<typeof openApi>;

interface PageProps {
  baseUrl: string;
  description: Description;
}

function DescriptionPage({ baseUrl, description }: PageProps) {
  return (
    <Layout title="API">
      <h1>API</h1>
      <p class="lead">
        JSON over HTTP at <code>{baseUrl}</code>, with a key of <code>opsknight keys create</code> as{' '}
        <code>Authorization: Bearer …</code>. For programs: <a href="/api/openapi.json">openapi.json</a>.
      </p>
      {OPERATIONS.map((operation) => (
        <OperationEntry operation={operation} description={description} />
      ))}
    </Layout>
  );
}

function OperationEntry({ operation, description }: { operation: Operation; description: Description }) {
  const { method, path, summary, query, body, answers } = operation;
  return (
    <section>
      <h2>
        <code>
          {method.toUpperCase()} {path}
        </code>
      </h2>
      <p>{summary}</p>
      <ul>
        {Object.entries(answers).map(([status, answer]) => (
          <li>
            <code>{status}</code> {answer.description}
          </li>
        ))}
      </ul>
      {(query || body) && (
        <details>
          <summary>What it takes</summary>
          <pre>{JSON.stringify(takenBy(operation, description), null, 2)}</pre>
        </details>
      )}
    </section>
  );
}

function takenBy({ method, path }: Operation, { paths }: Description): unknown {
  const { parameters, requestBody } = (paths[path]?.[method] ?? {}) as { parameters?: unknown; requestBody?: unknown };
  return requestBody ?? parameters;
}
