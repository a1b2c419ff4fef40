/** What can go wrong in `http/`. */
export const httpErrors = {} as const;
