import type { ModelData } from "../estimators/estimator.ts";
import type { Column } from "../frame/column.ts";
import { evaluate, referencedColumns } from "../frame/evaluate.ts";
import type { Expression } from "../frame/expression.ts";
import type { Frame } from "../frame/frame.ts";
import { type Feature, type Matrix, matrix } from "../frame/matrix.ts";
import type { FittedChain } from "./chain.ts";
import type { Field } from "./field.ts";
import type { FittedFeatures } from "./pipeline.ts";
import type { Recipe } from "./recipe.ts";

/** Below this many rows X is plain memory: shared memory is slow to get, and no thread shares a request. */
const fewRows = 256;

/** A derived column of the row that is being scored. */
interface OneRow {
  column: Column | undefined;
}

/** Expressions and fitted chains as the one way from a frame to X. */
export class FeatureMaker implements FittedFeatures {
  readonly schema: readonly Field[];
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly recipe: Recipe;
  readonly features: readonly Feature[];
  readonly chains: readonly FittedChain[];

  constructor(parts: {
    readonly schema: readonly Field[];
    readonly expressions: ReadonlyMap<string, Expression>;
    readonly recipe: Recipe;
    readonly chains: readonly FittedChain[];
  }) {
    this.schema = parts.schema;
    this.expressions = parts.expressions;
    this.recipe = parts.recipe;
    this.chains = parts.chains;
    this.features = parts.chains.flatMap((chain) => chain.features);
  }

  transform(frame: Frame): Matrix {
    const rows = frame.rowCount;
    const size = rows * this.features.length;
    const X = matrix(rows, this.features, rows < fewRows ? new Float32Array(size) : undefined);
    const derived = new Map<string, Column>();
    let feature = 0;
    for (const chain of this.chains) {
      const into = chain.features.map(() => X.values.subarray(feature * rows, ++feature * rows));
      chain.transform(this.#column(chain.column, frame, derived), into);
    }
    return X;
  }

  bindRow(frame: Frame, x: Float32Array): () => void {
    const steps: (() => void)[] = [];
    const derived = new Map<string, OneRow>();
    let feature = 0;
    for (const chain of this.chains) {
      const into = chain.features.map(() => x.subarray(feature, ++feature));
      const expression = this.expressions.get(chain.column);
      if (expression === undefined) {
        steps.push(chain.bindRow(frame.column(chain.column), into));
        continue;
      }
      let one = derived.get(chain.column);
      if (one === undefined) {
        const made: OneRow = { column: undefined };
        derived.set(chain.column, (one = made));
        steps.push(() => {
          made.column = evaluate(expression, frame);
        });
      }
      const source = one;
      steps.push(() => chain.transform(source.column!, into));
    }
    return () => {
      for (let s = 0; s < steps.length; s++) steps[s]!();
    };
  }

  /** All that a model's data says of its features. */
  toData(): ModelData {
    return {
      expressions: [...this.expressions].map(([name, expression]) => [name, expression as unknown as ModelData]),
      chains: this.chains.map((chain) => chain.toData()),
    };
  }

  #column(name: string, frame: Frame, derived: Map<string, Column>): Column {
    const expression = this.expressions.get(name);
    if (expression === undefined) return frame.column(name);
    let column = derived.get(name);
    if (column === undefined) derived.set(name, (column = evaluate(expression, frame)));
    return column;
  }
}

/** Columns of the frame that chains on `columns` read, directly or through expressions. */
export function columnsRead(
  columns: Iterable<string>,
  expressions: ReadonlyMap<string, Expression>,
): ReadonlySet<string> {
  const read = new Set<string>();
  for (const column of columns) {
    const expression = expressions.get(column);
    for (const name of expression === undefined ? [column] : referencedColumns(expression)) read.add(name);
  }
  return read;
}
