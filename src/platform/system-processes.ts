import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import type { Processes, ProcessIdentity } from "./process-identity.ts";

/** The processes of this machine, as the system reports them (exact on Linux, by process id elsewhere). */
export function systemProcesses(host: string, pid: number): Processes {
  const self: ProcessIdentity = { host, machine: machineId(host), pid, started: startTimeOf(pid) ?? "" };
  return {
    self,
    isAlive: (identity) => (identity.machine === self.machine ? isAliveHere(identity) : "unknown"),
  };
}

function isAliveHere({ pid, started }: ProcessIdentity): boolean {
  if (started !== "") return startTimeOf(pid) === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Field 22 of /proc/<pid>/stat (ticks since boot); undefined for one that is gone or only waits to be reaped. */
function startTimeOf(pid: number): string | undefined {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat === undefined) return undefined;
  // The second field, the command's name, may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
}

function machineId(host: string): string {
  const boot = tryRead(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")) ?? "";
  const spaces = ["pid", "time"].map((space) => tryRead(() => readlinkSync(`/proc/self/ns/${space}`)) ?? "");
  return createHash("sha256")
    .update([host, boot, ...spaces].join("\n"))
    .digest("hex")
    .slice(0, 12);
}

function tryRead(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
