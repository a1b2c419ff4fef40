import { availableParallelism } from "node:os";
import { fail } from "../errors/index.ts";
import { type Invocation, text } from "./command.ts";

/** As many as a team of threads may have. */
const MOST = 256;

/** `--threads`, or one a core. @throws CLI_OPTION_INVALID */
export function threadsOf(invocation: Invocation): number {
  const given = text(invocation, "threads");
  if (given === undefined) return Math.min(MOST, availableParallelism());
  const threads = Number(given);
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST) return threads;
  throw fail("CLI_OPTION_INVALID", { option: "--threads", expected: `a whole number from 1 to ${MOST}`, got: given });
}
