/** What can go wrong in `evaluation/`. */
export const evaluationErrors = {} as const;
