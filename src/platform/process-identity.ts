/** Which process, so exactly that a reused process id isn't mistaken for the old one. */
export interface ProcessIdentity {
  /** Name of the machine, for people. */
  readonly host: string;
  /**
   * 12 hexadecimal digits. Equal for two processes whose ids and monotonic times can be compared: the same host name, boot,
   * and namespaces of ids and time (containers may share a host name).
   */
  readonly machine: string;
  readonly pid: number;
  /** Start time as the system reports it, or "" where it doesn't. */
  readonly started: string;
}

/** This process and the others of its machine. */
export interface Processes {
  readonly self: ProcessIdentity;
  /** Whether a process is alive; "unknown" for one of another machine. */
  isAlive(identity: ProcessIdentity): boolean | "unknown";
}

/** "process 123 on forge". */
export function describeProcess({ pid, host }: ProcessIdentity): string {
  return `process ${pid} on ${host}`;
}
