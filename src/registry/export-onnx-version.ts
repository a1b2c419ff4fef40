import { fail } from "../errors/index.ts";
import { type ExportedOnnx, exportOnnx, type OnnxParity, sampleFrame, verifyOnnx } from "../ml/index.ts";
import type { Store } from "../store/index.ts";
import { loadVersion } from "./load-version.ts";
import { writeWhole } from "./write-whole.ts";

/** How a version is written as ONNX. */
export interface OnnxExport {
  readonly mlOpset?: 3 | 5 | undefined;
  readonly numbers?: "double" | "float" | undefined;
  /** Millrace's own version, for the file's metadata. */
  readonly producerVersion: string;
}

/** What was written, and how it compares with the model itself. */
export interface ExportedOnnxVersion extends Pick<ExportedOnnx, "inputs" | "outputs"> {
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  readonly sizeBytes: number;
  /** On made-up rows of the model's fields, scored by our own runtime. */
  readonly parity: OnnxParity;
}

const sampleRows = 500;
/** More than rounding to float32 in another order makes. */
const mostDifference = 1e-5;

/**
 * Writes a version as an ONNX file that scores the same; nothing is written unless it does.
 * @throws as `loadVersion`; ML_ONNX_NOT_EXPORTABLE
 */
export async function exportOnnxVersion(
  store: Store,
  reference: string,
  path: string,
  options: OnnxExport,
): Promise<ExportedOnnxVersion> {
  const { name, version, digest, pipeline } = await loadVersion(store, reference);
  const metadata = { model: name, version: String(version), digest };
  const exported = exportOnnx(pipeline, { ...options, metadata });
  // Numbers that come as floats are rounded before the model sees them, so they are compared as what they are then.
  const parity = verifyOnnx(
    pipeline,
    exported,
    sampleFrame(pipeline.schema, sampleRows, 1),
    options.numbers === "float",
  );
  const borders = parity.otherLabels.length / parity.rows;
  if (!(parity.largestDifference <= mostDifference) || borders > 0.01) {
    throw fail("ML_ONNX_NOT_EXPORTABLE", {
      what: `${name}@${version}`,
      reason: `what was made of it differs from it by ${parity.largestDifference} on made-up rows, ${parity.otherLabels.length} of ${parity.rows} with another label`,
    });
  }
  await writeWhole(path, exported.bytes, store.platform.random);
  const { inputs, outputs, bytes } = exported;
  return { name, version, digest, sizeBytes: bytes.length, inputs, outputs, parity };
}
