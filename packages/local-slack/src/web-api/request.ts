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
  basic: BasicCredentials | undefined;
}

function basicOf(header: string): BasicCredentials | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header)?.[1];
  const [user, password] = encoded === undefined ? [] : Buffer.from(encoded, 'base64').toString().split(':');
  return user === undefined || password === undefined ? undefined : { user, password };
}

async function bodyOf(request: HonoRequest): Promise<{ args: JsonObject; isJson: boolean }> {
  const query = request.query();
  if (request.method === 'GET') return { args: query, isJson: false };
  const type = (request.header('content-type') ?? '').split(';')[0]?.trim();
  const text = await request.text();
  switch (type) {
    case 'application/json': {
      const body = parseJson(text);
      if (body === undefined) throw new ApiError('invalid_json');
      return { args: { ...query, ...bodyAsArgs(body) }, isJson: true };
    }
    case 'application/x-www-form-urlencoded':
      return { args: { ...query, ...Object.fromEntries(new URLSearchParams(text)) }, isJson: false };
    case '':
    case undefined:
      if (text !== '') throw new ApiError('missing_post_type');
      return { args: query, isJson: false };
    default:
      throw new ApiError('invalid_post_type');
  }
}

/** The token comes in the Authorization header or as an argument (https://docs.slack.dev/apis/web-api/using-the-slack-web-api#authentication). */
export async function readRequest(request: HonoRequest): Promise<ApiRequest> {
  const { args, isJson } = await bodyOf(request);
  const { token: inArgs, ...rest } = args;
  const basic = basicOf(request.header('authorization') ?? '');
  const bearer = /^Bearer\s+(\S.*)$/i.exec(request.header('authorization') ?? '')?.[1];
  return {
    token: bearer ?? (typeof inArgs === 'string' && inArgs !== '' ? inArgs : undefined),
    args: rest,
    isJson,
    basic,
  };
}
