import { type ResourceLimits, Worker } from "node:worker_threads";
import { fail, MillraceError } from "../../errors/index.ts";
import { workerEntry } from "../../platform/index.ts";
import type { Executor, ExecutorRun, ResultOf, TaskWatcher, TrainingTask } from "../executor.ts";
import { type TrainingSet, toPortable } from "../training-set.ts";
import type { ThreadEnd, ThreadReply, ThreadRequest } from "./messages.ts";

interface Job {
  readonly id: number;
  task: TrainingTask;
  readonly watcher: TaskWatcher;
  attempts: number;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

interface Seat {
  worker: Worker | null;
  job: Job | null;
}

/** How a worker thread is started. */
export interface ThreadOptions {
  /** The script that a thread runs; default: the one that does training tasks. */
  readonly entry?: URL;
  /** Memory that a thread may take; it dies above that, and its task is tried once more. */
  readonly resourceLimits?: ResourceLimits;
}

/**
 * Runs tasks on worker threads of this process. Threads start when first needed and share the training set's memory.
 * @param threads how many tasks run at a time, at least 1
 */
export function threadExecutor(threads: number, options: ThreadOptions = {}): Executor {
  return { open: (set) => new ThreadRun(set, Math.max(1, Math.floor(threads)), options) };
}

class ThreadRun implements ExecutorRun {
  readonly parallelism: number;
  readonly #set: TrainingSet;
  readonly #options: ThreadOptions;
  readonly #seats: Seat[];
  readonly #waiting: Job[] = [];
  #nextId = 0;
  #closed = false;

  constructor(set: TrainingSet, threads: number, options: ThreadOptions) {
    this.parallelism = threads;
    this.#set = set;
    this.#options = options;
    this.#seats = Array.from({ length: threads }, () => ({ worker: null, job: null }));
  }

  submit<T extends TrainingTask>(task: T, watcher: TaskWatcher = {}): Promise<ResultOf<T>> {
    if (this.#closed) return Promise.reject(fail("TRAINING_CANCELLED", {}));
    return new Promise<ResultOf<T>>((resolve, reject) => {
      this.#waiting.push({ id: this.#nextId++, task, watcher, attempts: 0, resolve, reject });
      this.#assign();
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const unfinished = [...this.#waiting.splice(0), ...this.#seats.flatMap((seat) => seat.job ?? [])];
    for (const job of unfinished) job.reject(fail("TRAINING_CANCELLED", {}));
    await Promise.all(this.#seats.map((seat) => seat.worker?.terminate()));
  }

  #assign(): void {
    for (const seat of this.#seats) {
      if (this.#closed || this.#waiting.length === 0) return;
      if (seat.job !== null) continue;
      const job = this.#waiting.shift()!;
      job.attempts++;
      seat.job = job;
      seat.worker ??= this.#start(seat);
      seat.worker.postMessage({ id: job.id, task: job.task } satisfies ThreadRequest);
    }
  }

  #start(seat: Seat): Worker {
    const { entry = workerEntry(import.meta.url, "thread-worker"), ...limits } = this.#options;
    const worker = new Worker(entry, { ...limits, workerData: toPortable(this.#set) });
    worker.on("message", (reply: ThreadReply) => this.#hear(seat, reply));
    worker.on("error", (error) => this.#bury(seat, worker, error));
    worker.on("exit", (code) => this.#bury(seat, worker, new Error(`the worker ended with code ${code}`)));
    return worker;
  }

  #hear(seat: Seat, reply: ThreadReply): void {
    const job = seat.job;
    if (job === null || job.id !== reply.id) return;
    switch (reply.kind) {
      case "progress":
        job.watcher.onProgress?.(reply.share, reply.note);
        break;
      case "checkpoint":
        if (job.task.kind === "fit") job.task = { ...job.task, checkpoint: reply.state };
        job.watcher.onCheckpoint?.(reply.state);
        break;
      default:
        this.#settle(seat, job, reply);
    }
  }

  #settle(seat: Seat, job: Job, reply: ThreadEnd): void {
    seat.job = null;
    if (reply.kind === "done") job.resolve(reply.result as never);
    else job.reject(reply.known ? new MillraceError(reply.known.code, reply.known.detail) : new Error(reply.message));
    this.#assign();
  }

  /** A dead worker's task goes to a new worker once; dying twice on the same task is the task's fault. */
  #bury(seat: Seat, worker: Worker, error: Error): void {
    if (this.#closed || seat.worker !== worker) return;
    seat.worker = null;
    const job = seat.job;
    seat.job = null;
    if (job !== null) {
      if (job.attempts < 2) this.#waiting.unshift(job);
      else
        job.reject(fail("TRAINING_WORKER_DIED", { task: describe(job.task), reason: error.message }, { cause: error }));
    }
    this.#assign();
  }
}

function describe(task: TrainingTask): string {
  return task.kind === "fold" ? `fold ${task.fold + 1} of ${task.estimator}` : `the fit of ${task.estimator}`;
}
