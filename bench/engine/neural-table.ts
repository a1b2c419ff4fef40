import type { TrainingSet } from "../../src/training/index.ts";

/** A training set as scikit-learn is given it: the same columns, rows and folds. */
export function neuralTable(set: TrainingSet): Record<string, unknown> {
  const { frame, y, folds, metric, task, targetColumns, keys } = set;
  const out = new Set([...targetColumns, ...keys]);
  const columns = [...frame.columns]
    .filter(([name]) => !out.has(name))
    .map(([name, column]) =>
      column.storage === "codes"
        ? {
            name,
            kind: "category",
            values: Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]!)),
          }
        : { name, kind: "number", values: Array.from(column.values, (value) => (Number.isNaN(value) ? null : value)) },
    );
  return {
    columns,
    y: y?.kind === "classes" ? Array.from(y.codes) : Array.from(y!.values),
    task,
    metric,
    folds: folds.map(({ train, validation }) => ({ train: Array.from(train), validation: Array.from(validation) })),
  };
}
