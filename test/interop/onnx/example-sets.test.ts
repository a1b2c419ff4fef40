import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { exportOnnx } from "../../../src/ml/index.ts";
import { exampleSets, fitExample } from "./example-sets.ts";
import { differenceOf, inputsOf, type Outputs } from "./scored-case.ts";

const hasData = (process.env["MILLRACE_DATA"] ?? "") !== "";
/** A Python with onnxruntime. */
const python = process.env["MILLRACE_INTEROP_PYTHON"];

/** Gate: no probability differs by more than 1e-5, no value by more than 1e-5 of its size, on any row that wasn't fitted on. */
describe.skipIf(python === undefined || !hasData)(
  "pipelines of the example sets in onnxruntime (needs MILLRACE_DATA and MILLRACE_INTEROP_PYTHON)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "millrace-onnx-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const cases = hasData ? exampleSets.flatMap((set) => fitExample(set).map((one) => [one.name, one] as const)) : [];
    it.each(cases)("%s", (name, { fitted, held }) => {
      const pipeline = fitted();
      const exported = exportOnnx(pipeline);
      writeFileSync(join(folder, "case.onnx"), exported.bytes);
      writeFileSync(join(folder, "case.in.json"), JSON.stringify({ inputs: inputsOf(exported, held) }));
      const script = new URL("run_exported.py", import.meta.url).pathname;
      expect(spawnSync(python!, [script, folder], { encoding: "utf8" }).status).toBe(0);
      const outputs = JSON.parse(readFileSync(join(folder, "case.out.json"), "utf8")) as Outputs;
      const { largest, otherLabels } = differenceOf(pipeline, held, exported, outputs);
      console.log(
        `${name}: ${held.rowCount} rows, largest difference ${largest.toExponential(1)}, ${otherLabels.length} other labels`,
      );
      expect(largest).toBeLessThanOrEqual(1e-5);
      expect(otherLabels.length / held.rowCount).toBeLessThan(1e-3);
    });
  },
);
