export default {
  testEnvironment: 'node',
  // Workspace packages are tested as they are written, not as they were built last.
  testEnvironmentOptions: { customExportConditions: ['workspace-source', 'node', 'node-addons'] },
  roots: ['<rootDir>/test', '<rootDir>/packages'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  modulePathIgnorePatterns: ['/dist/'],
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
  globalSetup: '<rootDir>/test/e2e/template.ts',
  globalTeardown: '<rootDir>/test/e2e/template-teardown.ts',
  // Only for what hangs: a machine that is busy with other things may take long.
  testTimeout: 300_000 * Math.max(1, Number(process.env.RUNS ?? 1)),
  // Most of them wait for a socket or a clock, not for a processor.
  maxWorkers: 4,
};
