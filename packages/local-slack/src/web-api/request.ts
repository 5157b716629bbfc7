import type { HonoRequest } from 'hono';
import type { JsonObject } from '../json.ts';
import { parseJson } from '../json.ts';
import { bodyAsArgs } from './call.ts';
import { ApiError } from './errors.ts';

/** HTTP Basic, by which an app may show its client id and secret. */
export interface BasicCredentials {
  user: string;
  password: string;
}

export interface ApiRequest {
  token: string | undefined;
  /** Without the token. */
  args: JsonObject;
  /** The arguments came in a JSON body. */
  isJson: boolean;
  /** A JSON body whose charset nobody said: Slack takes it, and warns. */
  lacksCharset: boolean;
  basic: BasicCredentials | undefined;
}

function basicOf(header: string): BasicCredentials | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header)?.[1];
  const [user, password] = encoded === undefined ? [] : Buffer.from(encoded, 'base64').toString().split(':');
  return user === undefined || password === undefined ? undefined : { user, password };
}

type Body = Pick<ApiRequest, 'args' | 'isJson' | 'lacksCharset'>;

const CHARSETS = new Set(['utf-8', 'iso-8859-1']);

/** `invalid_charset` unless it is one of the two that Slack reads. @returns undefined when none was given. */
function charsetOf(contentType: string): string | undefined {
  const charset = /;\s*charset="?([^";]*)"?/i.exec(contentType)?.[1]?.trim().toLowerCase();
  if (charset !== undefined && !CHARSETS.has(charset)) throw new ApiError('invalid_charset');
  return charset;
}

/** Fields of a form. One that comes twice, or is written `name[]`, is a list: `invalid_array_arg`. */
function fieldsOf(form: Iterable<readonly [string, string | File]>): JsonObject {
  const args: JsonObject = {};
  for (const [name, value] of form) {
    if (name in args || (name.endsWith(']') && name.includes('['))) throw new ApiError('invalid_array_arg');
    if (typeof value !== 'string') throw new ApiError('invalid_form_data');
    args[name] = value;
  }
  return args;
}

async function multipart(request: HonoRequest): Promise<JsonObject> {
  const form = await request.raw.formData().catch(() => {
    throw new ApiError('invalid_form_data');
  });
  return fieldsOf(form);
}

/** What every method says of bodies: `invalid_post_type` and its like (https://docs.slack.dev/reference/methods/chat.postMessage#errors). */
async function bodyOf(request: HonoRequest): Promise<Body> {
  const query = fieldsOf(new URL(request.url).searchParams);
  const plain = (args: JsonObject): Body => ({ args: { ...query, ...args }, isJson: false, lacksCharset: false });
  if (request.method === 'GET') return plain({});
  const contentType = request.header('content-type') ?? '';
  const charset = charsetOf(contentType);
  switch (contentType.split(';')[0]?.trim().toLowerCase()) {
    case 'application/json': {
      const body = parseJson(await request.text());
      if (body === undefined) throw new ApiError('invalid_json');
      return { args: { ...query, ...bodyAsArgs(body) }, isJson: true, lacksCharset: charset === undefined };
    }
    case 'application/x-www-form-urlencoded':
      return plain(fieldsOf(new URLSearchParams(await request.text())));
    case 'multipart/form-data':
      return plain(await multipart(request));
    case '':
      if ((await request.text()) !== '') throw new ApiError('missing_post_type');
      return plain({});
    default:
      throw new ApiError('invalid_post_type');
  }
}

/**
 * The token comes in the Authorization header or as a field of a form; one in a JSON body or in the query does not count
 * (https://docs.slack.dev/apis/web-api/using-the-slack-web-api#authentication).
 */
export async function readRequest(request: HonoRequest): Promise<ApiRequest> {
  const body = await bodyOf(request);
  const { token: inArgs, ...args } = body.args;
  const authorization = request.header('authorization') ?? '';
  const bearer = /^Bearer\s+(\S.*)$/i.exec(authorization)?.[1];
  const isInForm = !body.isJson && request.query('token') === undefined;
  const inForm = isInForm && typeof inArgs === 'string' && inArgs !== '' ? inArgs : undefined;
  return { ...body, token: bearer ?? inForm, args, basic: basicOf(authorization) };
}
