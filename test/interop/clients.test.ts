import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "../../src/http/index.ts";
import { tester } from "../fixtures/envelopes.ts";
import { openServedStore, type ServedStore } from "../fixtures/served-models.ts";

/** A Python with `tritonclient[http]`, `pandas` and `requests`. */
const python = process.env["MILLRACE_INTEROP_PYTHON"];

interface Answers {
  readonly open_inference: {
    readonly inputs: readonly string[];
    readonly unknown: string;
    readonly json: InferAnswer;
    readonly binary: InferAnswer;
  };
  readonly mlflow: Readonly<Record<"split" | "records" | "csv", readonly string[]>>;
}

interface InferAnswer {
  readonly id: string;
  readonly version: string;
  readonly prediction: readonly string[];
  readonly probabilities: readonly (readonly number[])[];
}

describe.skipIf(python === undefined)(
  "other projects' clients (skipped unless MILLRACE_INTEROP_PYTHON names a Python that has them)",
  () => {
    let served: ServedStore;
    let server: RunningServer;
    let answers: Answers;

    beforeAll(async () => {
      served = await openServedStore();
      server = await startServer({ store: served.store, actor: tester, version: "1.0.0", port: 0 });
      const script = new URL("clients.py", import.meta.url).pathname;
      const { stdout } = await promisify(execFile)(python!, [script, server.address]);
      answers = JSON.parse(stdout) as Answers;
    });
    afterAll(async () => {
      await server.close();
      await served.close();
    });

    it("get the model's own predictions over the Open Inference Protocol, as JSON and in binary", async () => {
      const { predictor } = await server.deployments.find("strikes");
      const { predictions } = predictor.predict([
        { speed: 120, size: "small", night: true },
        { speed: 40.5, size: "large", night: false },
      ]);
      const expected = {
        id: "r-7",
        version: "1",
        prediction: predictions.map(({ prediction }) => prediction),
        probabilities: predictions.map(({ probabilities }) => [probabilities!["no"], probabilities!["yes"]]),
      };
      expect(answers.open_inference.json).toEqual(expected);
      expect(answers.open_inference.binary).toEqual(expected);
      expect(answers.open_inference.inputs).toEqual(["speed", "size", "night"]);
      expect(answers.open_inference.unknown).toMatch(/^404: No model "nope"/);
    });

    it("get the same over MLflow's scoring protocol", () => {
      const expected = answers.open_inference.json.prediction;
      expect(answers.mlflow).toEqual({ split: expected, records: expected, csv: expected });
    });
  },
);
