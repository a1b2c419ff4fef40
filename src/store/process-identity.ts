import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Which process, so exactly that a reused process id is told from the old one. */
export interface ProcessIdentity {
  /** Human name of the machine. */
  readonly host: string;
  /** Same value = process ids can be compared: host name, boot and pid namespace (containers share a host name at times). */
  readonly machine: string;
  readonly pid: number;
  /** Start time as the system tells it, or "" where it doesn't. */
  readonly started: string;
}

/** This process. */
export const thisProcess: ProcessIdentity = {
  host: hostname(),
  machine: machineId(),
  pid: process.pid,
  started: startTimeOf(process.pid) ?? "",
};

/** A short name nobody else has: 16 hexadecimal digits. */
export function uniqueName(): string {
  return randomBytes(8).toString("hex");
}

/** Whether a process still lives: true, false, or "unknown" on another machine. */
export function isAlive(identity: ProcessIdentity): boolean | "unknown" {
  if (identity.machine !== thisProcess.machine) return "unknown";
  if (identity.started !== "") return startTimeOf(identity.pid) === identity.started;
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** "process 123 on forge". */
export function describeProcess({ pid, host }: ProcessIdentity): string {
  return `process ${pid} on ${host}`;
}

/** Field 22 of /proc/<pid>/stat (ticks since boot); undefined for one that is gone or only waits to be reaped. */
function startTimeOf(pid: number): string | undefined {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat === undefined) return undefined;
  // The second field, the command's name, may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
}

function machineId(): string {
  const boot = tryRead(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")) ?? "";
  const namespace = tryRead(() => readlinkSync("/proc/self/ns/pid")) ?? "";
  return createHash("sha256").update(`${hostname()}\n${boot}\n${namespace}`).digest("hex").slice(0, 12);
}

function tryRead(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
