import { defineConfig } from 'vitest/config';

// eslint-disable-next-line import/no-default-export -- vitest reads the default export
export default defineConfig({
  test: { include: ['src/**/*.test.ts', 'test/**/*.test.ts'], testTimeout: 30_000, passWithNoTests: false },
});
