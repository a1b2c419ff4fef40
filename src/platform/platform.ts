import type { Clock } from "./clock.ts";
import type { Machine } from "./machine.ts";
import type { Processes } from "./process-identity.ts";
import type { Random } from "./random.ts";

/** Everything that a program asks of its machine beside files and sockets, injected so that tests can bring their own. */
export interface Platform {
  readonly clock: Clock;
  readonly machine: Machine;
  readonly random: Random;
  readonly processes: Processes;
}
