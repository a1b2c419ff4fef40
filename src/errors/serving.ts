/** What can go wrong in `serving/`. */
export const servingErrors = {} as const;
