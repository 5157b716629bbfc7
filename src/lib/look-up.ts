/**
 * What a table has for a key that comes from outside; undefined for none, also where every object has something of that name,
 * such as `constructor`.
 */
export function lookUp<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
