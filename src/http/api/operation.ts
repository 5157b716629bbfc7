import type { z } from 'zod';

/** One thing that can be asked for over HTTP, as `GET /api/openapi.json` describes it. */
export interface Operation {
  method: 'get' | 'post';
  /** `/api/incidents/{number}` */
  path: string;
  summary: string;
  query?: z.ZodObject;
  /** Of the body: what is read from it. */
  body?: z.ZodType;
  /** By status: those that are not a problem. */
  answers: Record<number, Answer>;
  /** How the key is brought; as bearer token unless said. */
  key?: 'in the body' | 'none';
}

export interface Answer {
  description: string;
  schema?: z.ZodType;
}
