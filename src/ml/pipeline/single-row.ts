import type { RowScorer } from "../estimators/estimator.ts";
import type { Column } from "../frame/column.ts";
import { Frame } from "../frame/frame.ts";
import type { Field } from "./field.ts";
import { fieldReader, type ReadField } from "./field-values.ts";
import type { FeatureMaker } from "./fitted-features.ts";
import type { FittedPipeline } from "./pipeline.ts";
import type { Prediction } from "./prediction.ts";
import type { SayPrediction } from "./prediction-maker.ts";
import type { PlainRow } from "./rows.ts";
import { type IsSeen, type LabelsAsRead, labelsAsRead, seenLabels } from "./seen-labels.ts";

/** Where a field's value goes: a column of one row that is written anew for each row. */
interface Cell {
  readonly name: string;
  readonly read: ReadField;
  /** Own properties must be told from those that every object has. */
  readonly isOnEveryObject: boolean;
  readonly mayBeMissing: boolean;
  readonly isSeen: IsSeen | null;
  /** values: the value; codes: 0, or -1 for missing. */
  readonly values: Float64Array | null;
  readonly codes: Int32Array;
  readonly dictionary: string[];
}

/**
 * One plain row at a time without a table: the fields go into columns of one row, from there straight into the model's own
 * memory. Does only what is ordinary: a row that is wrong or odd is left to `rowReader`, whose errors and warnings stand.
 */
export class SingleRow {
  readonly #pipeline: FittedPipeline;
  readonly #say: SayPrediction;
  readonly #cells: readonly Cell[];
  readonly #known: ReadonlySet<string>;
  readonly #makeFeatures: () => void;
  readonly #score: () => Prediction;

  constructor(pipeline: FittedPipeline, say: SayPrediction) {
    this.#pipeline = pipeline;
    this.#say = say;
    const required = pipeline.schema.filter((field) => field.required);
    const asRead = labelsAsRead(pipeline.features as FeatureMaker);
    this.#cells = required.map((field) => cellOf(field, asRead));
    this.#known = new Set(pipeline.schema.map(({ name }) => name));
    const frame = new Frame(
      1,
      required.map((field, i) => [field.name, columnOf(field, this.#cells[i]!)] as const),
    );
    const { model, classes } = pipeline;
    const scorer = classes.length === 0 || model.predictProba !== undefined ? model.rowScorer?.() : undefined;
    const x = scorer?.x ?? new Float32Array(model.nFeatures);
    this.#makeFeatures = pipeline.features.bindRow(frame, x);
    this.#score = scorer === undefined ? () => this.#scoreMatrix(x) : () => this.#scoreRow(scorer);
  }

  /**
   * @param isQuiet nobody asks for warnings
   * @returns undefined for a row that has to be looked at closely
   */
  predict(row: PlainRow, isQuiet: boolean): Prediction | undefined {
    if (!isPlainObject(row)) return undefined;
    const cells = this.#cells;
    for (let c = 0; c < cells.length; c++) if (!write(cells[c]!, row, isQuiet)) return undefined;
    if (!isQuiet && !this.#knowsAll(row)) return undefined;
    this.#makeFeatures();
    return this.#score();
  }

  #knowsAll(row: PlainRow): boolean {
    const names = Object.keys(row);
    // All required fields are there: as many names as those are no others.
    return names.length === this.#cells.length || names.every((name) => this.#known.has(name));
  }

  #scoreRow(scorer: RowScorer): Prediction {
    const result = scorer.score();
    if (this.#pipeline.classes.length === 0) return this.#say(result[0]!, undefined, 0);
    return this.#say(this.#pipeline.classOf(result, 0), result, 0);
  }

  #scoreMatrix(values: Float32Array): Prediction {
    const { features } = this.#pipeline.features;
    const X = { nSamples: 1, nFeatures: features.length, values, features };
    const predicted = this.#pipeline.predictMatrix(X);
    return this.#say(predicted.values[0]!, predicted.probabilities, 0);
  }
}

function cellOf(field: Field, asRead: LabelsAsRead): Cell {
  return {
    name: field.name,
    read: fieldReader(field),
    isOnEveryObject: field.name in Object.prototype,
    mayBeMissing: field.missing > 0,
    isSeen: seenLabels(field, asRead),
    values: field.storage === "values" ? new Float64Array(1) : null,
    codes: new Int32Array(1),
    dictionary: [],
  };
}

function columnOf({ kind }: Field, { values, codes, dictionary }: Cell): Column {
  return values === null
    ? { storage: "codes", kind: kind as "category", codes, dictionary }
    : { storage: "values", kind: kind as "number", values };
}

/** @returns false where the value isn't an ordinary one */
function write(cell: Cell, row: PlainRow, isQuiet: boolean): boolean {
  if (cell.isOnEveryObject && !Object.hasOwn(row, cell.name)) return false;
  const value = row[cell.name];
  if (value === undefined) return false;
  const known = cell.read(value);
  if (known === null) {
    if (!isQuiet && !cell.mayBeMissing) return false;
    if (cell.values !== null) cell.values[0] = Number.NaN;
    cell.codes[0] = -1;
    cell.dictionary.length = 0;
    return true;
  }
  if (cell.values !== null) {
    if (typeof known !== "number") return false;
    cell.values[0] = known;
    return true;
  }
  if (typeof known !== "string" || (!isQuiet && cell.isSeen !== null && !cell.isSeen(known))) return false;
  cell.codes[0] = 0;
  cell.dictionary[0] = known;
  return true;
}

/** Without getters and properties of a class, so that what is read is what is its own. */
function isPlainObject(row: unknown): row is PlainRow {
  if (typeof row !== "object" || row === null) return false;
  const prototype: unknown = Object.getPrototypeOf(row);
  return prototype === Object.prototype || prototype === null;
}
