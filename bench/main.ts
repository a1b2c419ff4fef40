// `npm run bench [-- NAME ...] [--only WORK] [--pairs N] [--quick] [--json]`: a table for people, or one array of rows.
import { existsSync } from "node:fs";
import type { Bench, BenchRow } from "./bench.ts";
import { engine } from "./engine/engine.ts";
import { explain } from "./explain/explain.ts";
import { mainJob } from "./main-job.ts";
import { pictures } from "./pictures/pictures.ts";
import { predict } from "./predict/predict.ts";
import { quality } from "./quality.ts";
import { search } from "./search/search.ts";

const benches: readonly Bench[] = [quality, mainJob, engine, predict, explain, search, pictures];

const args = process.argv.slice(2);
const flag = (name: string): boolean => args.includes(name);
const given = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const only = given("--only");
const pairs = Number(given("--pairs") ?? (flag("--quick") ? 1 : 5));
const named = args.filter((arg, i) => !arg.startsWith("--") && !["--only", "--pairs"].includes(args[i - 1] ?? ""));
const asJson = flag("--json");
const unknown = named.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown[0]}". Benches: ${benches.map((bench) => bench.name).join(", ")}.`);
  process.exit(2);
}
const chosen = benches.filter((bench) => named.length === 0 || named.includes(bench.name));
const dataFolder = process.env["MILLRACE_DATA"] ?? "";
if (chosen.some(({ needsData = true }) => needsData) && !existsSync(dataFolder)) {
  console.error("The benches need the real data sets: set MILLRACE_DATA to the folder that holds them.");
  process.exit(2);
}

const rows: BenchRow[] = [];
for (const bench of chosen) {
  const log = (line: string): void => console.error(line);
  log(`${bench.name}: ${bench.summary}`);
  const wants = (work: string): boolean => only === undefined || work.includes(only);
  rows.push(...(await bench.run({ quick: flag("--quick"), pairs, dataFolder, log, wants })));
}
if (asJson) console.log(JSON.stringify(rows));
else for (const line of table(rows)) console.log(line);
process.exit(0);

function table(rows: readonly BenchRow[]): string[] {
  const cells = rows.map((row) => [
    row.work,
    row.peer,
    figure(row.ours),
    figure(row.theirs),
    figure(row.ratio),
    Array.isArray(row.spread) ? row.spread.map(figure).join(" - ") : figure(row.spread as number | null),
    row.goal,
    row.guard,
  ]);
  const head = ["work", "peer", "ours", "theirs", "ratio", "spread", "goal", "guard"];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...cells.map(line)];
}

function figure(value: number | null): string {
  return value === null ? "" : String(Number(value.toPrecision(5)));
}
