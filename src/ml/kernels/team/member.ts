import type { TeamBoard } from "./board.ts";

/** A kernel as it is handed to a member: what to instantiate, over which memory. */
export interface SharedKernelMessage {
  readonly id: number;
  readonly memory: object;
  readonly modules: readonly object[];
}

/** What a member needs of the thread that it runs on. */
export interface MemberThread {
  /** The next kernel that was sent and not yet taken, without waiting. */
  takeKernel(): SharedKernelMessage | undefined;
  /** Called when a kernel was let go, so that its memory can be given back at once. */
  released(): void;
}

type Callable = (...args: number[]) => unknown;

/** A member without work for so long gives its kernels back; a fit that still wants it hands them over again. */
const IDLE_MS = 1000;
const MOST_KERNELS = 4;

/** Names of all functions of a kernel's modules, in the order in which every thread counts them. */
export function functionNames(modules: readonly object[]): string[] {
  return modules.flatMap((module) =>
    WebAssembly.Module.exports(module as WebAssembly.Module)
      .filter(({ kind }) => kind === "function")
      .map(({ name }) => name),
  );
}

/** Works for a team on the calling thread until the team is closed. */
export function serveTeam(board: TeamBoard, seat: number, thread: MemberThread): void {
  const kernels = new Kernels(thread, (id) => board.setLacking(seat, id));
  while (!board.isClosed) {
    const seen = board.generation;
    work(board, kernels);
    if (board.awaitJob(seen, kernels.isEmpty ? 3_600_000 : IDLE_MS)) continue;
    kernels.clear();
  }
}

function work(board: TeamBoard, kernels: Kernels): void {
  for (;;) {
    const part = board.claim((kernel) => kernels.has(kernel));
    if (part < 0) return;
    try {
      const { kernel, index } = board.job;
      kernels.functionOf(kernel, index)(...board.argumentsOf(part));
    } catch (error) {
      board.fail(error instanceof Error ? error.message : String(error));
    }
    board.finish();
  }
}

/** The kernels that a member holds, the latest last. */
class Kernels {
  readonly #thread: MemberThread;
  readonly #onLacking: (id: number) => void;
  readonly #held = new Map<number, Callable[]>();

  constructor(thread: MemberThread, onLacking: (id: number) => void) {
    this.#thread = thread;
    this.#onLacking = onLacking;
  }

  get isEmpty(): boolean {
    return this.#held.size === 0;
  }

  has(id: number): boolean {
    if (this.#held.has(id)) return true;
    for (let sent = this.#thread.takeKernel(); sent !== undefined; sent = this.#thread.takeKernel()) this.#take(sent);
    if (this.#held.has(id)) return true;
    this.#onLacking(id);
    return false;
  }

  functionOf(id: number, index: number): Callable {
    return this.#held.get(id)![index]!;
  }

  clear(): void {
    if (this.isEmpty) return;
    this.#held.clear();
    this.#thread.released();
  }

  #take({ id, memory, modules }: SharedKernelMessage): void {
    const kernels: Record<string, Callable> = {};
    const env = { memory: memory as WebAssembly.Memory, abort };
    const functions = modules.flatMap((module) => {
      const { exports } = new WebAssembly.Instance(module as WebAssembly.Module, { env, kernels });
      const names = functionNames([module]);
      for (const name of names) kernels[name] = exports[name] as Callable;
      return names.map((name) => kernels[name]!);
    });
    this.#held.set(id, functions);
    if (this.#held.size <= MOST_KERNELS) return;
    const [oldest] = this.#held.keys();
    this.#held.delete(oldest!);
    this.#thread.released();
  }
}

function abort(): never {
  throw new Error("a training kernel aborted");
}
