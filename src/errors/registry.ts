/** What can go wrong in `registry/`. */
export const registryErrors = {} as const;
