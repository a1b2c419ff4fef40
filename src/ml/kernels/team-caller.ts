import { fail } from "../../errors/index.ts";
import { functionNames, MOST_PARTS, type SharedKernelMessage, type TeamBoard } from "./team/index.ts";
import type { SharedKernel, ThreadTeam } from "./thread-team.ts";

/** A thread beside the caller's, as its starter hands it over. */
export interface MemberHandle {
  /** Sends a kernel; the member finds it without an event loop. */
  send(message: SharedKernelMessage): void;
  end(): void;
}

/** How long members may take over a part without any being finished, before one that has left is looked for. */
const LOOK_MS = 250;

/** The caller's side of a team: offers jobs, works on them too, and waits for the parts that others took. */
export class TeamCaller implements ThreadTeam {
  readonly #board: TeamBoard;
  readonly #members: readonly MemberHandle[];
  readonly #stallMs: number;
  /** By a kernel's list of modules: one that got another module is another kernel. */
  readonly #known = new WeakMap<readonly object[], Known>();
  #nextId = 1;
  #isBroken = false;

  /** @param stallMs after so long without a finished part the others are given up, though none is known to have left */
  constructor(board: TeamBoard, members: readonly MemberHandle[], stallMs: number) {
    this.#board = board;
    this.#members = members;
    this.#stallMs = stallMs;
  }

  get size(): number {
    return this.#board.isClosed ? 1 : this.#members.length + 1;
  }

  /** @throws ML_THREAD_FAILED if a part failed on another thread, or one ended within a part */
  each(kernel: SharedKernel, name: string, parts: readonly (readonly number[])[]): void {
    if (this.#board.isClosed || this.#members.length === 0 || parts.length < 2) {
      for (const args of parts) kernel.invoke(name, args);
      return;
    }
    if (this.#isBroken) throw fail("ML_THREAD_FAILED", { what: name, reason: "the team lost a thread before" });
    for (let from = 0; from < parts.length; from += MOST_PARTS) {
      this.#job(kernel, name, parts.slice(from, from + MOST_PARTS));
    }
  }

  close(): void {
    if (this.#board.isClosed) return;
    this.#board.close();
    for (const member of this.#members) member.end();
  }

  #job(kernel: SharedKernel, name: string, parts: readonly (readonly number[])[]): void {
    const board = this.#board;
    const known = this.#introduce(kernel);
    const index = known.indexOf(name);
    board.publish(known.id, index, parts);
    let own = 0;
    try {
      for (let part = board.claim(); part >= 0; part = board.claim()) {
        own++;
        kernel.invoke(name, parts[part]!);
      }
    } finally {
      board.withdraw();
      this.#awaitOthers(parts.length - own, name);
    }
    const { failure } = board;
    if (failure !== null) throw fail("ML_THREAD_FAILED", { what: name, reason: failure });
  }

  #awaitOthers(count: number, what: string): void {
    let finished = this.#board.finished;
    for (let waited = 0; !this.#board.awaitFinished(count, LOOK_MS); waited += LOOK_MS) {
      if (this.#board.finished > finished) waited = 0;
      finished = this.#board.finished;
      const hasLeft = this.#members.some((_, seat) => this.#board.hasLeft(seat));
      // One more wait after a member was seen to have left: the part that is missing may be another's.
      if (waited < (hasLeft ? 2 * LOOK_MS : this.#stallMs)) continue;
      this.#isBroken = true;
      throw fail("ML_THREAD_FAILED", { what, reason: hasLeft ? "a thread ended" : "a thread doesn't answer" });
    }
  }

  /** Sends the kernel to the members that haven't got it. */
  #introduce({ memory, modules }: SharedKernel): Known {
    const known = this.#known.get(modules) ?? new Known(this.#nextId++, modules);
    this.#known.set(modules, known);
    const { id } = known;
    this.#members.forEach((member, seat) => {
      const isLacking = this.#board.lacking(seat) === id;
      if (known.isSentTo(seat) && !isLacking) return;
      if (isLacking) this.#board.setLacking(seat, 0);
      known.sent(seat);
      member.send({ id, memory, modules });
    });
    return known;
  }
}

/** What a team knows of a kernel. */
class Known {
  readonly id: number;
  readonly #indices: ReadonlyMap<string, number>;
  readonly #sentTo = new Set<number>();

  constructor(id: number, modules: readonly object[]) {
    this.id = id;
    this.#indices = new Map(functionNames(modules).map((name, i) => [name, i]));
  }

  indexOf(name: string): number {
    const index = this.#indices.get(name);
    if (index === undefined) throw new RangeError(`no kernel function is called ${name}`);
    return index;
  }

  isSentTo(seat: number): boolean {
    return this.#sentTo.has(seat);
  }

  sent(seat: number): void {
    this.#sentTo.add(seat);
  }
}
