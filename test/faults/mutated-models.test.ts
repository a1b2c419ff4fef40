import { describe, expect, it } from "vitest";
import {
  decodeContainer,
  decodeModel,
  encodeContainer,
  encodeModel,
  estimatorTable,
  type FittedPipeline,
  fitPipeline,
  type ModelData,
  type ModelValue,
  type Random,
  random,
  type Task,
  targetOf,
} from "../../src/ml/index.ts";
import { crc32 } from "../../src/ml/pipeline/container.ts";
import { strikes } from "../data/strikes.ts";
import { damage, typedOutcome } from "../fixtures/damage.ts";
import { smallParameters } from "../fixtures/estimator-problems.ts";

/** Mutated model files in all, shared out among the estimators; `MILLRACE_MUTATIONS` asks for more. */
const mutations = Number(process.env["MILLRACE_MUTATIONS"] ?? 100_000);
/** Longest that one may take: a hang would show here and not in a test's timeout alone. */
const longestMs = 2000;

const subjects = Object.values(estimatorTable).flatMap((definition) =>
  definition.tasks.map((task) => ({ definition, task })),
);

/**
 * Loading a model is parsing data. Half of the files are damaged as bytes, with a checksum that fits, so that the damage
 * reaches the parsers; half as data, so that it reaches the loaders.
 */
describe(`${mutations} mutated model files give a typed error or a model that predicts`, () => {
  const all = strikes(80);
  const size = all.column("size") as { readonly codes: Int32Array };
  const frame = all.take(Int32Array.from(size.codes.keys()).filter((row) => size.codes[row]! >= 0));
  const few = strikes(4, 3);

  it.each(subjects.map(({ definition, task }) => [definition.name, task, definition] as const))(
    "%s for %s",
    { timeout: 300_000 },
    (name, task, definition) => {
      const bytes = encodeModel(pipelineFor(task, definition.name));
      const data = decodeContainer(bytes);
      const draw = random(17, name, task);
      const outcomes = new Map<string, number>();
      for (let trial = 0; trial < mutations / subjects.length; trial++) {
        const wrong = trial % 2 === 0 ? resealed(scratched(bytes, draw)) : encoded(damage(structuredClone(data), draw));
        const start = performance.now();
        const outcome = wrong === null ? "no bytes" : typedOutcome(() => decodeModel(wrong).predict(few));
        const tookMs = performance.now() - start;
        expect(tookMs, `mutation ${trial} of ${name}`).toBeLessThan(longestMs);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      const allowed = new Set(["fitted", "no bytes", ...typed]);
      expect([...outcomes.keys()].filter((outcome) => !allowed.has(outcome))).toEqual([]);
      expect(outcomes.get("ML_MODEL_CORRUPT")).toBeGreaterThan(0);
    },
  );

  function pipelineFor(task: Task, estimator: string): FittedPipeline {
    const target = { regression: "cost", binary: "wet", multiclass: "size", clustering: null, anomaly: null }[task];
    const definition = estimatorTable[estimator]!;
    return fitPipeline({
      frame,
      y:
        target === null
          ? null
          : targetOf(frame.column(target), task === "regression" ? "regression" : "classification"),
      task,
      accepts: definition.accepts,
      estimator: {
        name: estimator,
        params: smallParameters(definition),
        fit: (X, y, context) => definition.fit(X, y, smallParameters(definition), context),
      },
      targetColumns: target === null ? [] : [target],
      exclude: ["note"],
      context: { seed: 1 },
    });
  }
});

/** What a model that is damaged but consistent may answer where its fields are no longer those of the rows. */
const typed = ["ML_MODEL_CORRUPT", "ML_COLUMN_UNKNOWN", "ML_EXPRESSION_TYPE", "ML_SHAPE_MISMATCH"];

/** A few bytes replaced, cut out or doubled. */
function scratched(bytes: Uint8Array, draw: Random): Uint8Array {
  const at = 8 + draw.integer(bytes.length - 8);
  switch (draw.integer(4)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return new Uint8Array(Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 16))]));
    default: {
      const wrong = bytes.slice();
      for (let i = 0; i <= draw.integer(4); i++) wrong[8 + draw.integer(bytes.length - 8)] = draw.integer(256);
      return wrong;
    }
  }
}

/** With the checksum of what stands there now, so that it isn't the checksum that refuses it. */
function resealed(bytes: Uint8Array): Uint8Array {
  if (bytes.length >= 24) new DataView(bytes.buffer, bytes.byteOffset).setUint32(16, crc32(bytes, 24), true);
  return bytes;
}

/** The damaged data as bytes; null for what isn't model data any more, of which there are no bytes. */
function encoded(data: ModelValue): Uint8Array | null {
  try {
    return encodeContainer(data as ModelData);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
