import { statfs } from "node:fs/promises";
import pc from "picocolors";
import { compareRecords, listRuns, rebuildRecords, type Store, verifyLog } from "../store/index.ts";
import { buildVersion } from "../workflow/index.ts";
import { type Command, flag } from "./command.ts";
import { withExistingStore } from "./home.ts";
import { formatSize } from "./size.ts";

/** One thing that was looked at. */
interface Finding {
  readonly what: string;
  readonly healthy: boolean;
  readonly says: string;
}

export const doctorCommand: Command = {
  name: "doctor",
  summary: "Examine the home: the log's chain, the records, every artifact's bytes",
  arguments: [],
  options: [{ flags: "--repair", summary: "rebuild the records from the log where they differ" }],
  examples: [
    { line: "millrace doctor", does: "exit code 1 if anything is amiss" },
    { line: "millrace doctor --repair", does: "the log is the truth: records are made anew from it" },
  ],
  run: (invocation) =>
    withExistingStore(invocation, async (store) => {
      const findings = [
        {
          what: "machine",
          healthy: true,
          says: `Millrace ${buildVersion()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
        },
        await examineDisk(store),
        await examineLog(store),
        await examineRecords(store, flag(invocation, "repair")),
        await examineArtifacts(store),
        await examineRuns(store),
      ];
      const healthy = findings.every((finding) => finding.healthy);
      const text = [
        ...findings.map(
          ({ what, healthy, says }) => `  ${healthy ? pc.green("✓") : pc.red("✗")} ${what.padEnd(10)} ${says}`,
        ),
        healthy ? `${store.home} is healthy` : `${store.home} needs attention`,
      ].join("\n");
      return { exitCode: healthy ? 0 : 1, json: { home: store.home, healthy, findings }, text };
    }),
};

async function examineDisk(store: Store): Promise<Finding> {
  const { bavail, bsize } = await statfs(store.home);
  const freeBytes = bavail * bsize;
  return { what: "disk", healthy: freeBytes > 100e6, says: `${formatSize(freeBytes)} free` };
}

async function examineLog(store: Store): Promise<Finding> {
  const { events, redacted, fault } = await verifyLog(store);
  const blanked = redacted === 0 ? "" : `, ${redacted.toLocaleString("en-US")} of them redacted`;
  const says =
    fault === null
      ? `${events.toLocaleString("en-US")} events${blanked}, every hash holds`
      : `event ${fault.seq}: ${fault.reason}`;
  return { what: "log", healthy: fault === null, says };
}

async function examineRecords(store: Store, repair: boolean): Promise<Finding> {
  const differences = repair ? await rebuildRecords(store) : await compareRecords(store);
  if (differences.length === 0) return { what: "records", healthy: true, says: "what the log says" };
  const shown = differences.slice(0, 5).map(({ table, key, fault }) => `${table} ${key} is ${fault}`);
  const rest = differences.length > 5 ? ` and ${differences.length - 5} more` : "";
  const says = `${shown.join(", ")}${rest}${repair ? "; rebuilt from the log" : "; --repair rebuilds them from the log"}`;
  return { what: "records", healthy: repair, says };
}

async function examineArtifacts(store: Store): Promise<Finding> {
  let count = 0;
  let sizeBytes = 0;
  const damaged: string[] = [];
  for await (const artifact of store.artifacts.list()) {
    count++;
    sizeBytes += artifact.sizeBytes;
    if (!(await store.artifacts.intact(artifact.digest))) damaged.push(artifact.digest);
  }
  const says =
    damaged.length === 0
      ? `${count.toLocaleString("en-US")}, ${formatSize(sizeBytes)}, every digest holds`
      : `${damaged.length} of ${count} are damaged: ${damaged.slice(0, 3).join(", ")}; the next run makes them anew, a backup brings them back`;
  return { what: "artifacts", healthy: damaged.length === 0, says };
}

async function examineRuns(store: Store): Promise<Finding> {
  const running = await listRuns(store, { status: "running" });
  const says =
    running.length === 0
      ? "none under way"
      : `${running.length} under way or interrupted: ${running.map((run) => `${run.workflow} ${run.id}`).join(", ")}`;
  return { what: "runs", healthy: true, says };
}
