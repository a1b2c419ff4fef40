/** A kernel that threads can share: what each instantiates, and the memory that all work on. */
export interface SharedKernel {
  /** A WebAssembly.Memory; said as `object`, as a reader of these types may know no WebAssembly. */
  readonly memory: object;
  /**
   * Instantiated in this order over `memory`, each with the functions of those before as its imports `kernels`; a
   * function's name is looked up in all of them.
   */
  readonly modules: readonly object[];
  /** Calls an exported function on the calling thread. */
  invoke(name: string, args: readonly number[]): void;
}

/**
 * Threads that help with one fit at a time, over the fit's own shared memory. Parts of a piece of work are the same
 * whoever does them, so a team changes how long a fit takes and never what it gives.
 */
export interface ThreadTeam {
  /** Threads that work, the caller's own among them. */
  readonly size: number;
  /**
   * Calls the kernel's function `name` once for each of `parts` (its arguments), on whichever thread is free, and returns
   * when all are done. At most 1023 parts.
   */
  each(kernel: SharedKernel, name: string, parts: readonly (readonly number[])[]): void;
  /** Ends the threads. The team can't be used any more. */
  close(): void;
}
