/** What can go wrong in `run/`. */
export const runErrors = {} as const;
