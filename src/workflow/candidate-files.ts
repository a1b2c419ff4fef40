import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fail, isMillraceError, MillraceError } from "../errors/index.ts";
import { type CandidateFileReader, knownCandidateKind, type OnnxSignature } from "../ml/index.ts";
import type { CandidateSpec, WorkflowSpec } from "./specs.ts";

/** A foreign model's file, as it was when the workflow was loaded. */
export interface CandidateFile {
  /** Absolute path. */
  readonly path: string;
  /** "sha256:<hex>" of the bytes. */
  readonly digest: string;
  readonly bytes: Uint8Array;
  readonly signature: OnnxSignature;
}

/** A candidate's digest, where it is a foreign model whose file was read. */
export function fileDigestOf({ name, params }: Pick<CandidateSpec, "name" | "params">): string | undefined {
  const digest = knownCandidateKind(name)?.file === undefined ? undefined : params["digest"];
  return typeof digest === "string" ? digest : undefined;
}

/**
 * Reads the files of foreign candidates and puts each digest among its candidate's parameters: from here on, the bytes are meant and
 * not the path.
 * @returns the files by the position of their candidate
 * @throws WORKFLOW_MODEL_UNREADABLE; at the candidate's line: ML_ONNX_INVALID, ML_ONNX_UNSUPPORTED, ML_ONNX_TOO_LARGE, ML_ONNX_SIGNATURE
 */
export async function readCandidateFiles(
  spec: WorkflowSpec,
  folder: string,
): Promise<{ spec: WorkflowSpec; files: ReadonlyMap<number, CandidateFile> }> {
  const files = new Map<number, CandidateFile>();
  const candidates = await Promise.all(
    spec.candidates.map(async (candidate, index) => {
      const reader = knownCandidateKind(candidate.name)?.file;
      if (reader === undefined) return candidate;
      const file = await readCandidate(candidate, reader, folder);
      files.set(index, file);
      return { ...candidate, params: { ...candidate.params, digest: file.digest } };
    }),
  );
  return { spec: files.size === 0 ? spec : { ...spec, candidates }, files };
}

async function readCandidate(
  { params, at }: CandidateSpec,
  reader: CandidateFileReader,
  folder: string,
): Promise<CandidateFile> {
  const shown = String(params[reader.parameter]);
  const path = resolve(folder, shown);
  const bytes = await readFile(path).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : "it can't be read";
    throw fail("WORKFLOW_MODEL_UNREADABLE", { path: shown, folder, reason }, { at, cause });
  });
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  try {
    return { path, digest, bytes, signature: reader.describe(bytes, params) };
  } catch (error) {
    if (!isMillraceError(error) || error.at !== undefined) throw error;
    throw new MillraceError(error.code, error.detail, { at, cause: error });
  }
}
