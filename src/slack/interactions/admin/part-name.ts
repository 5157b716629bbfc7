const MAX_NAME = 100;

/** What the form for a part of an entry, such as a step of a policy, is opened for: "0 payments". */
export function partName(part: string | number, entry: string): string {
  return `${part} ${entry}`;
}

export function readPart(name: string): { part: string; entry: string } {
  const at = name.indexOf(' ');
  return { part: name.slice(0, at), entry: name.slice(at + 1, at + 1 + MAX_NAME) };
}
