/** What can go wrong in `data/`. */
export const dataErrors = {} as const;
