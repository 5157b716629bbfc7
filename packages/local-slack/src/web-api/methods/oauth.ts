import type { JsonObject } from '../../json.ts';
import type { OAuth } from '../../oauth/oauth.ts';
import type { Args } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { BasicCredentials } from '../request.ts';

/** A call without a token: the app shows who it is by its client id and secret. */
export interface TokenlessCall {
  readonly oauth: OAuth;
  readonly args: Args;
  /** From the Authorization header, where the app put them there. */
  readonly basic: BasicCredentials | undefined;
}

type Run = (call: TokenlessCall) => JsonObject;

/** https://docs.slack.dev/reference/methods/oauth.v2.access */
const access: Run = ({ oauth, args, basic }) => {
  oauth.demandCredentials(basic?.user ?? args.text('client_id'), basic?.password ?? args.text('client_secret'));
  switch (args.text('grant_type') ?? 'authorization_code') {
    case 'authorization_code':
      return oauth.exchange({ code: args.text('code'), redirect: args.text('redirect_uri') });
    case 'refresh_token':
      return oauth.refresh(args.text('refresh_token'));
    default:
      throw new ApiError('invalid_grant_type');
  }
};

/** https://docs.slack.dev/reference/methods/api.test: gives the arguments back, or the error that they ask for. */
const test: Run = ({ args }) => {
  const error = args.text('error');
  if (error !== undefined) throw new ApiError(error, { args: args.raw });
  return { args: args.raw };
};

/** Methods that take no token, by name. */
export const TOKENLESS_METHODS: ReadonlyMap<string, Run> = new Map([
  ['oauth.v2.access', access],
  ['api.test', test],
]);
