/** What can go wrong in `training/`. */
export const trainingErrors = {} as const;
