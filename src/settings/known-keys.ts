import { z } from 'zod';
import type { Path } from './problems.ts';

/** The keys that a schema allows at a path; none where it expects no mapping. */
export function knownKeys(schema: z.core.$ZodType, path: Path): string[] {
  const inner = unwrap(schema);
  const [segment, ...rest] = path;
  if (inner instanceof z.ZodObject) {
    if (segment === undefined) return Object.keys(inner.shape);
    const property = inner.shape[segment];
    return property ? knownKeys(property, rest) : [];
  }
  if (inner instanceof z.ZodRecord) {
    if (segment !== undefined) return knownKeys(inner.valueType, rest);
    return inner.keyType instanceof z.ZodEnum ? inner.keyType.options.map(String) : [];
  }
  if (inner instanceof z.ZodArray && segment !== undefined) return knownKeys(inner.element, rest);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => knownKeys(option, path));
  return [];
}

/** The schema of what the operator writes, without defaults and transforms around it. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrap(schema.def.innerType);
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}
