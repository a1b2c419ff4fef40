import type { CandidateKind } from "./candidate-kind.ts";
import { estimatorKind } from "./estimator-kind.ts";
import { onnxKind } from "./onnx-kind.ts";

/** Every kind of candidate. A new one is a file and a line here. */
export const candidateKinds: readonly CandidateKind[] = [estimatorKind, onnxKind];
