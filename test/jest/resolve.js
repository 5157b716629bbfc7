const globals = new URL('./globals.js', import.meta.url).href;

/** Jest's own `@jest/globals` works only in Jest's sandbox, see environment.js. */
export function resolve(specifier, context, nextResolve) {
  return specifier === '@jest/globals' ? { url: globals, shortCircuit: true } : nextResolve(specifier, context);
}
