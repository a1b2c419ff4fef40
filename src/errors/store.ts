/** What can go wrong in `store/`. */
export const storeErrors = {} as const;
