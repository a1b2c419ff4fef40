import { spawn } from "node:child_process";
import { diagramTable } from "../../src/pictures/index.ts";
import { longLife } from "../../test/fixtures/long-life.ts";
import { type Bench, type BenchOptions, type BenchRow, median } from "../bench.ts";

const contestant = new URL("life-contestant.ts", import.meta.url).pathname;

/** What one process measured. */
interface Measured {
  readonly totalMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Every diagram of a life of 2,000 runs: how long it takes, and how long the event loop stands still meanwhile. */
export const pictures: Bench = {
  name: "pictures",
  summary:
    "diagrams of a model with 2,000 runs, in ms; the longest block of the event loop beside that of an idle Node process",
  async run(options): Promise<BenchRow[]> {
    const kinds = diagramTable.filter(({ of, kind }) => of.life !== undefined && options.wants(kind));
    const copies = options.quick ? 1 : 10;
    options.log(`  writes a home of ${copies * 200} runs`);
    const life = await longLife(200, copies);
    try {
      const rows: BenchRow[] = [];
      for (const { kind } of kinds) rows.push(...(await rowsOf(kind, life.store.home, life.model, options)));
      return rows;
    } finally {
      await life.close();
    }
  },
};

async function rowsOf(kind: string, home: string, model: string, { pairs, log }: BenchOptions): Promise<BenchRow[]> {
  const ours: Measured[] = [];
  const idle: Measured[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const about = ours.at(-1)?.totalMs ?? 300;
    // At the same time, so that a busy machine disturbs both.
    const [drawn, beside] = await Promise.all([
      measure([home, model, kind]),
      measure([home, model, "idle", `${about}`]),
    ]);
    ours.push(drawn);
    idle.push(beside);
  }
  const middle = (all: readonly Measured[], of: keyof Measured): number => median(all.map((one) => one[of]));
  const totals = ours.map(({ totalMs }) => totalMs);
  const block = Math.max(0, middle(ours, "maxMs") - middle(idle, "maxMs"));
  log(`  ${kind}: ${middle(ours, "totalMs").toFixed(0)} ms, longest block ${block.toFixed(1)} ms above idle`);
  return [
    {
      ...{ work: `${kind}, total ms`, peer: "", ours: middle(ours, "totalMs"), theirs: null, ratio: null },
      ...{ spread: [Math.min(...totals), Math.max(...totals)] as const, goal: kind === "timeline" ? "<= 300" : "" },
      guard: "",
    },
    {
      ...{ work: `${kind}, longest block ms`, peer: "idle Node", ours: middle(ours, "maxMs") },
      ...{ theirs: middle(idle, "maxMs"), ratio: null, spread: null, goal: "<= 20 above idle" },
      guard: `p99 ${middle(ours, "p99Ms").toFixed(1)} beside ${middle(idle, "p99Ms").toFixed(1)}; ${block <= 20 ? "met" : "missed"}`,
    },
  ];
}

/** One process at a time measures; it loads what it needs before. */
function measure(args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "jiti/register", contestant, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (bytes: Buffer) => {
      printed += bytes.toString();
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(printed)) : reject(new Error(`${args.join(" ")} ended with ${code}`)),
    );
  });
}
