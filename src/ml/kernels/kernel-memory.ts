import { fail } from "../../errors/index.ts";
import type { MemoryKind } from "./memory-kind.ts";

const PAGE = 65536;
/** Addresses have 32 bits. */
const MOST_PAGES = 65536;
const GIBIBYTE = 1 << 30;

/** What a kernel is for, as an error names it, and what would make it smaller. */
const uses = {
  fit: {
    what: "The fit",
    instead:
      "Fit on a sample of the rows or on fewer columns; for trees, fewer leaves help, too. What needs least is a linear model.",
  },
  model: {
    what: "Scoring with the model",
    instead: "Fit a smaller model: fewer or smaller trees, or fewer classes.",
  },
} as const;

/**
 * Zeroed memory for a kernel: so many bytes, and a page for what the kernel's module has at its beginning.
 * @throws ML_TOO_LARGE above 4 GiB, and where the machine doesn't give so much
 */
export function kernelMemory(sizeBytes: number, kind: MemoryKind, use: keyof typeof uses): WebAssembly.Memory {
  const pages = Math.ceil(sizeBytes / PAGE) + 1;
  const refuse = (most: string): Error =>
    fail("ML_TOO_LARGE", { ...uses[use], needs: `${inGibibytes(sizeBytes)} of memory at once`, most });
  if (pages > MOST_PAGES) throw refuse("the 4 GiB that a kernel has addresses for");
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: kind === "shared" });
  } catch (error) {
    if (error instanceof RangeError) throw refuse("this machine gives now");
    throw error;
  }
}

/** Rounded up, so that what is too much never reads as if it weren't. */
function inGibibytes(bytes: number): string {
  return `${(Math.ceil((bytes / GIBIBYTE) * 10) / 10).toLocaleString("en-US")} GiB`;
}
