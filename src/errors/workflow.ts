/** What can go wrong in `workflow/`. */
export const workflowErrors = {} as const;
