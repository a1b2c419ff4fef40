import type { StoredEvent } from "../store/index.ts";

/** What an event of a run follows from: the start of the step that is under way, else the start of the run. */
export class RunCauses {
  #run: number | null;
  #step: number | null = null;

  /** @param run sequence number of the start of a run that goes on; null for a new one */
  constructor(run: number | null) {
    this.#run = run;
  }

  get current(): number | null {
    return this.#step ?? this.#run;
  }

  follow({ type, seq }: StoredEvent): void {
    if (type === "run.started" || type === "run.resumed") this.#run = seq;
    else if (type === "step.started") this.#step = seq;
    else if (type === "step.finished" || type === "step.failed") this.#step = null;
  }
}
