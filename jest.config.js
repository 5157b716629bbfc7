export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'hono/jsx', throwIfNamespace: false } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testTimeout: 30_000,
  // Most of them wait for a socket or a clock, not for a processor.
  maxWorkers: 4,
};
