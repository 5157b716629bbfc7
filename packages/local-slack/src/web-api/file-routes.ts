import { type Context, Hono } from 'hono';
import { typeOf } from '../workspace/files.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** The bytes in a request: as they are, or the first file of a form. */
async function bytesIn({ req }: Context): Promise<Uint8Array> {
  if (!req.header('content-type')?.startsWith('multipart/form-data')) return new Uint8Array(await req.arrayBuffer());
  const fields = Object.values(await req.parseBody());
  const file = fields.find((one) => one instanceof File);
  return file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
}

/** Whether the app may read a file: by a good token with the scope for it. */
function isAllowed(workspace: Workspace, authorization: string): boolean {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? '';
  return workspace.installation.stateOf(token) === 'good' && workspace.scopes.has('files:read');
}

/** Where files go to and come from (https://docs.slack.dev/messaging/working-with-files). */
export function fileRoutes(workspaces: readonly Workspace[]): Hono {
  const app = new Hono();

  app.post('/upload/v1/:ticket', async (context) => {
    const upload = workspaces.map(({ files }) => files.uploadAt(context.req.path)).find((one) => one !== undefined);
    const content = await bytesIn(context);
    if (!upload || content.byteLength !== upload.length) return context.text('Error', 400);
    upload.content = content;
    return context.text(`OK - ${content.byteLength}`);
  });

  app.get('/files-pri/:owner/:name', (context) => {
    const [teamId, id = ''] = context.req.param('owner').split('-');
    const workspace = workspaces.find((one) => one.teamId === teamId);
    const file = workspace?.files.byId(id);
    // The page is on the same address and has no token: a person's browser is logged in.
    const isPerson = context.req.header('sec-fetch-site') === 'same-origin';
    const isApp = workspace !== undefined && isAllowed(workspace, context.req.header('authorization') ?? '');
    if (!file || !(isPerson || isApp)) return context.text('Not found', 404);
    const headers = { 'content-type': typeOf(file.name), 'content-security-policy': "default-src 'none'; sandbox" };
    return context.body(new Uint8Array(file.content), 200, headers);
  });

  return app;
}
