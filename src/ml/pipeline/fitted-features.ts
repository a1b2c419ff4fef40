import type { ModelData } from "../estimators/estimator.ts";
import type { Column } from "../frame/column.ts";
import { evaluate, referencedColumns } from "../frame/evaluate.ts";
import type { Expression } from "../frame/expression.ts";
import type { Frame } from "../frame/frame.ts";
import { type Feature, type Matrix, matrix } from "../frame/matrix.ts";
import type { FittedMatrixStep } from "../transformers/matrix/matrix-step.ts";
import type { FittedRepair } from "../transformers/repairs/repair.ts";
import type { FittedChain } from "./chain.ts";
import type { Field } from "./field.ts";
import { matrixStepData, throughStep } from "./matrix-steps.ts";
import type { FittedFeatures } from "./pipeline.ts";
import type { Recipe } from "./recipe.ts";
import { type ColumnRepair, repairData, repairsByColumn } from "./repairs.ts";

/** Below this many rows X is plain memory: shared memory is slow to get, and no thread shares a request. */
const fewRows = 256;

/** A derived or repaired column of the row that is being scored. */
interface OneRow {
  column: Column | undefined;
}

/** What a `FeatureMaker` is made of. */
export interface FeatureParts {
  readonly schema: readonly Field[];
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly recipe: Recipe;
  readonly repairs?: readonly ColumnRepair[];
  readonly chains: readonly FittedChain[];
  readonly matrix?: readonly FittedMatrixStep[];
}

/** Expressions, repairs, fitted chains and matrix steps as the one way from a frame to X. */
export class FeatureMaker implements FittedFeatures {
  readonly schema: readonly Field[];
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly recipe: Recipe;
  readonly features: readonly Feature[];
  readonly repairs: readonly ColumnRepair[];
  readonly chains: readonly FittedChain[];
  /** The features that chains make, before any matrix step. */
  readonly chainFeatures: readonly Feature[];
  readonly matrix: readonly FittedMatrixStep[];
  readonly #repairsOf: ReadonlyMap<string, readonly FittedRepair[]>;

  constructor({ schema, expressions, recipe, repairs = [], chains, matrix: steps = [] }: FeatureParts) {
    this.schema = schema;
    this.expressions = expressions;
    this.recipe = recipe;
    this.repairs = repairs;
    this.chains = chains;
    this.matrix = steps;
    this.chainFeatures = chains.flatMap((chain) => chain.features);
    this.features = steps.at(-1)?.features ?? this.chainFeatures;
    this.#repairsOf = repairsByColumn(repairs);
  }

  transform(frame: Frame): Matrix {
    let X = this.chainMatrix(frame);
    for (const step of this.matrix) X = throughStep(step, X, X.nSamples < fewRows);
    return X;
  }

  /** X before any matrix step: what columns were made into. @throws ML_COLUMN_UNKNOWN, ML_EXPRESSION_TYPE */
  chainMatrix(frame: Frame): Matrix {
    const rows = frame.rowCount;
    const size = rows * this.chainFeatures.length;
    const X = matrix(rows, this.chainFeatures, rows < fewRows ? new Float32Array(size) : undefined);
    const made = new Map<string, Column>();
    let feature = 0;
    for (const chain of this.chains) {
      let column = made.get(chain.column);
      if (column === undefined) made.set(chain.column, (column = this.#column(chain.column, frame)));
      const into = chain.features.map(() => X.values.subarray(feature * rows, ++feature * rows));
      chain.transform(column, into);
    }
    return X;
  }

  bindRow(frame: Frame, x: Float32Array): () => void {
    const steps: (() => void)[] = [];
    const made = new Map<string, OneRow>();
    const own = this.matrix.length === 0 ? x : new Float32Array(this.chainFeatures.length);
    let feature = 0;
    for (const chain of this.chains) {
      const into = chain.features.map(() => own.subarray(feature, ++feature));
      const { column: name } = chain;
      if (!this.expressions.has(name) && !this.#repairsOf.has(name)) {
        steps.push(chain.bindRow(frame.column(name), into));
        continue;
      }
      let one = made.get(name);
      if (one === undefined) {
        const holder: OneRow = { column: undefined };
        made.set(name, (one = holder));
        steps.push(() => {
          holder.column = this.#column(name, frame);
        });
      }
      const source = one;
      steps.push(() => chain.transform(source.column!, into));
    }
    steps.push(...this.#bindMatrixSteps(own, x));
    return () => {
      for (let s = 0; s < steps.length; s++) steps[s]!();
    };
  }

  /** The matrix steps of one row, from its chains' features to x. */
  #bindMatrixSteps(own: Float32Array, x: Float32Array): (() => void)[] {
    let given: Matrix = { nSamples: 1, nFeatures: own.length, values: own, features: this.chainFeatures };
    return this.matrix.map((step, s) => {
      const X = given;
      const { features } = step;
      const into = s === this.matrix.length - 1 ? x : new Float32Array(features.length);
      given = { nSamples: 1, nFeatures: features.length, values: into, features };
      return () => step.transform(X, into);
    });
  }

  /** All that a model's data says of its features. Models without repairs or matrix steps don't mention them. */
  toData(): ModelData {
    return {
      expressions: [...this.expressions].map(([name, expression]) => [name, expression as unknown as ModelData]),
      ...(this.repairs.length === 0 ? {} : { repairs: this.repairs.map(repairData) }),
      chains: this.chains.map((chain) => chain.toData()),
      ...(this.matrix.length === 0 ? {} : { matrix: this.matrix.map(matrixStepData) }),
    };
  }

  /** A column as its chains read it: derived where it is an expression's, then repaired. */
  #column(name: string, frame: Frame): Column {
    const expression = this.expressions.get(name);
    let column = expression === undefined ? frame.column(name) : evaluate(expression, frame);
    for (const repair of this.#repairsOf.get(name) ?? []) column = repair.apply(column);
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
