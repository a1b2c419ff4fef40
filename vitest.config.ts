import { defineConfig } from "vitest/config";

const source = (path: string): string => new URL(`./src/${path}`, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^millrace$/, replacement: source("index.ts") },
      { find: /^millrace\/ml$/, replacement: source("ml/index.ts") },
      { find: /^millrace\/predictor$/, replacement: source("ml/pipeline/predictor.ts") },
      { find: /^millrace\/threads$/, replacement: source("training/threads/thread-team.ts") },
    ],
  },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    // Whole runs in processes of their own take seconds, and ten times that on a machine that others use as well.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
