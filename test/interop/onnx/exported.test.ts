import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExportedOnnx, exportOnnx } from "../../../src/ml/index.ts";
import { type OnnxCase, onnxCases } from "../../fixtures/onnx-pipelines.ts";
import { differenceOf, inputsOf, type Outputs } from "./scored-case.ts";

/** A Python with onnxruntime. */
const python = process.env["MILLRACE_INTEROP_PYTHON"];

describe.skipIf(python === undefined)(
  "exported models score the same in onnxruntime (skipped unless MILLRACE_INTEROP_PYTHON names a Python that has it)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "millrace-onnx-"));
    const cases = onnxCases();
    const variants = [
      { mlOpset: 3, suffix: "" },
      { mlOpset: 5, suffix: " (TreeEnsemble)" },
    ] as const;
    const made = new Map<string, ReturnType<OnnxCase["make"]> & { exported: ExportedOnnx }>();

    beforeAll(() => {
      for (const { name, make } of cases) {
        const { pipeline, frame } = make();
        for (const { mlOpset, suffix } of variants) {
          const exported = exportOnnx(pipeline, { mlOpset });
          made.set(name + suffix, { pipeline, frame, exported });
          writeFileSync(join(folder, `${name}${suffix}.onnx`), exported.bytes);
          writeFileSync(
            join(folder, `${name}${suffix}.in.json`),
            JSON.stringify({ inputs: inputsOf(exported, frame) }),
          );
        }
      }
      const script = new URL("run_exported.py", import.meta.url).pathname;
      const { status, stderr } = spawnSync(python!, [script, folder], { encoding: "utf8" });
      expect(stderr, "onnxruntime").not.toContain("Error");
      expect(status).toBe(0);
    }, 120_000);

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each(cases.flatMap(({ name }) => variants.map(({ suffix }) => name + suffix)))("%s", (name) => {
      const { pipeline, frame, exported } = made.get(name)!;
      const outputs = JSON.parse(readFileSync(join(folder, `${name}.out.json`), "utf8")) as Outputs;
      const { largest, otherLabels } = differenceOf(pipeline, frame, exported, outputs);
      expect(largest).toBeLessThanOrEqual(1e-5);
      expect(otherLabels).toEqual([]);
    });
  },
);
