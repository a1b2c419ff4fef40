import { z } from "zod";

/** Larger manifests than this are refused: some 600,000 artifacts. */
export const manifestLimitBytes = 64 * 1024 * 1024;
/** Names of the entries of a backup. */
export const manifestName = "manifest.json";
export const recordsName = "records.db";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const file = z.strictObject({ digest, sizeBytes: z.number().int().nonnegative() });
const manifest = z.strictObject({
  format: z.literal("millrace-backup"),
  version: z.literal(1),
  createdAt: z.number(),
  /** The event log's length and last hash. */
  events: z.number().int().nonnegative(),
  head: digest,
  records: file,
  artifacts: z.array(file),
});

/** The first entry of a backup: everything that follows, with sizes and digests. */
export type BackupManifest = z.infer<typeof manifest>;

/** @throws RangeError where the text is no manifest of a version that is known */
export function parseManifest(text: string): BackupManifest {
  try {
    return manifest.parse(JSON.parse(text));
  } catch (error) {
    throw new RangeError("its manifest is not one of a backup", { cause: error });
  }
}

/** Where an artifact stands in the archive (and in the home). */
export function artifactEntryName(digest: string): string {
  const hex = digest.slice("sha256:".length);
  return `artifacts/sha256/${hex.slice(0, 2)}/${hex}`;
}
