import { existsSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { SharedKernel, ThreadTeam } from "../../ml/kernels/thread-team.ts";
import { TrainingKernel } from "../../ml/kernels/training-kernel.ts";
import { type TeamOptions, threadTeam } from "./thread-team.ts";

const open: ThreadTeam[] = [];
const team = (size: number, options?: TeamOptions): ThreadTeam => {
  open.push(threadTeam(size, options));
  return open.at(-1)!;
};

/** A kernel with `n` float32 ones, and how many parts the calling thread did itself. */
function ones(n: number): { kernel: SharedKernel; at: number; values: () => Float32Array; own: () => number } {
  const training = new TrainingKernel(TrainingKernel.bytesFor(n * 4), team(2));
  const at = training.take(n * 4);
  training.float32(at, n).fill(1);
  let own = 0;
  const kernel = {
    memory: training.memory,
    modules: training.modules,
    invoke(name: string, args: readonly number[]): void {
      own++;
      training.invoke(name, args);
    },
  };
  return { kernel, at, values: () => training.float32(at, n), own: () => own };
}

/** Arguments of `clear` for `count` parts of `size` floats. */
const parts = (at: number, count: number, size: number): number[][] =>
  Array.from({ length: count }, (_, i) => [at + i * size * 4, size * 4]);

/** Runs jobs until a member has taken a part of one. */
function untilHelped(team: ThreadTeam): void {
  const { kernel, at, own } = ones(1 << 22);
  for (let job = 1; job < 2000; job++) {
    team.each(kernel, "clear", parts(at, 16, 1 << 18));
    if (own() < job * 16) return;
  }
  throw new Error("no thread ever helped");
}

/** Takes a part as a member does, and ends within it. */
const dying = (how: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(
      `import { workerData } from "node:worker_threads";
       const { TeamBoard } = await import(${JSON.stringify(new URL("../../../dist/ml/kernels/index.js", import.meta.url).href)});
       const board = new TeamBoard(workerData.board);
       process.on("exit", () => board.leave(workerData.seat));
       while (board.claim() < 0);
       ${how}`,
    )}`,
  );

describe("threadTeam", () => {
  beforeAll(() => {
    if (!existsSync(new URL("../../../dist/training/threads/team-worker.js", import.meta.url))) {
      throw new Error("threads run what was built: npm run build");
    }
  });
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });

  it.each([1, 2, 3])("does every part once, %i threads", (size) => {
    const { kernel, at, values } = ones(5000);
    // addToLeaf(entries, n, scores, value) adds to what is there: a part done twice would show.
    const threads = team(size);
    const entries = new TrainingKernel(8, threads);
    expect(entries.threads).toBe(size);
    for (let job = 0; job < 200; job++) threads.each(kernel, "clear", parts(at, 100, 50));
    expect(values().every((value) => value === 0)).toBe(true);
  });

  it("hands parts to other threads, thousands of jobs in turn, each part done exactly once", () => {
    const threads = team(3);
    untilHelped(threads);
    const n = 1 << 12;
    const kernel = new TrainingKernel(2 * TrainingKernel.bytesFor(n * 8), threads);
    const [entries, scores] = [kernel.take(n * 8), kernel.take(n * 4)];
    const words = kernel.uint32(entries, n * 2);
    for (let i = 0; i < n; i++) words[2 * i] = i;
    const some = Array.from({ length: 64 }, (_, i) => [entries + i * 64 * 8, 64, scores, 1]);
    for (let job = 0; job < 3000; job++) kernel.each("addToLeaf", some);
    expect(kernel.float32(scores, n).every((value) => value === 3000)).toBe(true);
  });

  it("takes more parts than one job holds", () => {
    const { kernel, at, values } = ones(4000);
    team(2).each(kernel, "clear", parts(at, 4000, 1));
    expect(values().every((value) => value === 0)).toBe(true);
  });

  it("serves one kernel after the other, and one that it had let go", async () => {
    const threads = team(2);
    untilHelped(threads);
    for (let fit = 0; fit < 12; fit++) {
      const { kernel, at, values } = ones(1000);
      for (let job = 0; job < 20; job++) threads.each(kernel, "clear", parts(at, 10, 100));
      expect(values().every((value) => value === 0)).toBe(true);
    }
    const { kernel, at } = ones(1000);
    threads.each(kernel, "clear", parts(at, 10, 100));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    threads.each(kernel, "clear", parts(at, 10, 100));
    untilHelped(threads);
  });

  it("passes on what fails in a part, and goes on afterwards", () => {
    const threads = team(2);
    untilHelped(threads);
    const { kernel, at } = ones(1000);
    const bad = Array.from({ length: 50 }, () => [4294967288, 4096]);
    const onlyThere = { ...kernel, invoke: () => undefined };
    expect(() => threads.each(kernel, "clear", bad)).toThrow(/bounds/);
    let reason: unknown;
    for (let job = 0; job < 5000 && reason === undefined; job++) {
      try {
        threads.each(onlyThere, "clear", bad);
      } catch (error) {
        reason = error;
      }
    }
    expect(reason).toMatchObject({ code: "ML_THREAD_FAILED", message: expect.stringMatching(/clear: .*bounds/) });
    threads.each(kernel, "clear", parts(at, 10, 100));
  });

  it("refuses a function that the kernel hasn't got", () => {
    const { kernel } = ones(10);
    expect(() => team(2).each(kernel, "nothing", [[1], [2]])).toThrow(/no kernel function is called nothing/);
  });

  it("doesn't wait for a thread that ended within a part", () => {
    const { kernel, at } = ones(1 << 20);
    const threads = team(2, { entry: dying("process.exit(3)") });
    const until = (): void => {
      for (let job = 0; job < 5000; job++) threads.each(kernel, "clear", parts(at, 16, 1 << 16));
    };
    expect(until).toThrow(expect.objectContaining({ code: "ML_THREAD_FAILED" }));
    // Nobody knows what the lost part has written, so the team is of no more use.
    expect(until).toThrow(/lost a thread before/);
  });

  it("gives up a thread that doesn't answer", () => {
    const { kernel, at } = ones(1 << 20);
    const threads = team(2, { entry: dying("for (;;);"), stallMs: 500 });
    const until = (): void => {
      for (let job = 0; job < 5000; job++) threads.each(kernel, "clear", parts(at, 16, 1 << 16));
    };
    expect(until).toThrow(/doesn't answer/);
  });

  it("works alone where its threads can't start, and after it was closed", () => {
    const { kernel, at, values } = ones(1000);
    const threads = team(2, { entry: new URL("data:text/javascript,throw%20new%20Error()") });
    threads.each(kernel, "clear", parts(at, 5, 100));
    threads.close();
    threads.close();
    expect(threads.size).toBe(1);
    threads.each(kernel, "clear", parts(at, 10, 100));
    expect(values().every((value) => value === 0)).toBe(true);
  });

  it("refuses sizes that no team has", () => {
    for (const size of [0, -1, 1.5, Number.NaN, 10_000]) {
      expect(() => threadTeam(size)).toThrow(expect.objectContaining({ code: "ML_TEAM_SIZE_INVALID" }));
    }
  });
});
