/* As much of a shell as the documentation uses: words in quotes, variables, assignments, and curl. */

/** What a document has people paste into a shell, command by command. */
export function commandsIn(markdown: string): string[] {
  return [...markdown.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => commandsOf(block));
}

/** A command ends with its line, unless that ends in quotes or with a backslash. */
function commandsOf(block: string): string[] {
  const commands: string[] = [];
  let current = '';
  for (const line of block.split('\n')) {
    current += current === '' ? line : `\n${line}`;
    if (line.endsWith('\\') || isInQuotes(current)) continue;
    commands.push(current);
    current = '';
  }
  return commands.filter((command) => command.trim() !== '');
}

const QUOTED = /'[^']*'|"(?:[^"\\]|\\[\s\S])*"/g;

function isInQuotes(text: string): boolean {
  return /['"]/.test(text.replace(QUOTED, ''));
}

/** The words of a command, with the values of its variables; what follows a "#" is none. */
export function wordsOf(command: string, variables: Readonly<Record<string, string>>): string[] {
  const filled = (text: string) => text.replace(/\$(\w+)/g, (all, name: string) => variables[name] ?? all);
  const words: readonly string[] =
    command.replace(/\\\n/g, ' ').match(/(?:[^\s'"]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+/g) ?? [];
  const comment = words.indexOf('#');
  return (comment < 0 ? words : words.slice(0, comment)).map((word) =>
    word.replace(/'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|([^'"]+)/g, (_, plain?: string, quoted?: string, bare?: string) =>
      plain !== undefined
        ? plain
        : quoted !== undefined
          ? filled(quoted).replace(/\\(["\\$])/g, '$1')
          : filled(bare ?? ''),
    ),
  );
}

/** Options of curl that take a word, and change nothing about the request. */
const IGNORED = new Set(['-m', '--max-time', '--retry', '-o']);

/** Sends what a command line of curl would. */
export function curl(words: readonly string[], at: (url: string) => string): Promise<Response> {
  const headers = new Headers({ Connection: 'close' });
  let method: string | undefined;
  let body: string | undefined;
  let url = '';
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = () => words[++index] ?? '';
    if (word === '-X') method = next();
    else if (word === '-d') body = next();
    else if (word === '-u') headers.set('Authorization', `Basic ${Buffer.from(next()).toString('base64')}`);
    else if (word === '-H') {
      const [name = '', value = ''] = next().split(/:\s*(.*)/s);
      headers.set(name, value);
    } else if (IGNORED.has(word)) next();
    else if (!word.startsWith('-')) url = word;
  }
  if (body !== undefined && !headers.has('Content-Type')) {
    headers.set('Content-Type', 'application/x-www-form-urlencoded');
  }
  return fetch(at(url), {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers,
    ...(body !== undefined && { body }),
  });
}
