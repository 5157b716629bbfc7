import { isJsonObject, type JsonObject, parseJson } from '../json.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError, invalidArguments } from './errors.ts';

/** The arguments of a call. Forms carry only strings, so `true`, `1` and JSON texts are read as what they mean. */
export class Args {
  constructor(readonly raw: JsonObject) {}

  /** Absent and empty are the same. */
  text(name: string): string | undefined {
    const value = this.raw[name];
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw invalidArguments(`missing required field: ${name}`);
    return value;
  }

  flag(name: string, whenAbsent = false): boolean {
    const value = this.raw[name];
    if (value === undefined || value === null || value === '') return whenAbsent;
    return value === true || value === 1 || value === 'true' || value === '1';
  }

  /** `undefined` when absent; anything that is not JSON throws `badFormat`. */
  json(name: string, badFormat: string): unknown {
    const value = this.raw[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') return value;
    const parsed = parseJson(value);
    if (parsed === undefined) throw new ApiError(badFormat);
    return parsed;
  }

  /** https://docs.slack.dev/apis/web-api/pagination: `limit` is between 1 and 1,000, or what the method's page says. */
  limit(whenAbsent: number, max = 1000): number {
    const value = this.text('limit');
    if (value === undefined || value === '0') return whenAbsent;
    const limit = Number(value);
    if (!Number.isInteger(limit) || limit < 0 || limit > max) throw new ApiError('invalid_limit');
    return limit;
  }

  list(name: string): string[] {
    const value = this.raw[name];
    const texts = Array.isArray(value) ? value.map(String) : (this.text(name) ?? '').split(',');
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  }
}

/** A call by the app with its bot token. */
export interface Call {
  readonly workspace: Workspace;
  readonly args: Args;
}

/** Throws `missing_scope` as Slack does, unless one of the scopes was granted. */
export function demandScope(workspace: Workspace, ...oneOf: string[]): void {
  if (oneOf.some((scope) => workspace.scopes.has(scope))) return;
  throw new ApiError('missing_scope', { needed: oneOf.join(','), provided: [...workspace.scopes].join(',') });
}

export function bodyAsArgs(body: unknown): JsonObject {
  return isJsonObject(body) ? body : {};
}
