/** What can go wrong in `cli/`. */
export const cliErrors = {} as const;
