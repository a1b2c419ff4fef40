// Generated from the table of estimators: change that, then `npm run build`.

/** `baseline` has no hyper-parameters. */
export type BaselineParameters = Readonly<Record<string, never>>;
