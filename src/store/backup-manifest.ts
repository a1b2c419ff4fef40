import type { z as Zod } from "zod";

/** Larger manifests than this are refused: some 600,000 artifacts. */
export const manifestLimitBytes = 64 * 1024 * 1024;
/** Names of the entries of a backup. */
export const manifestName = "manifest.json";
export const recordsName = "records.db";

/** A schema library is a tenth of a second to load: only who restores a backup pays for it. */
const manifestSchema = ({ z }: { z: typeof Zod }) => {
  const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
  const file = z.strictObject({ digest, sizeBytes: z.number().int().nonnegative() });
  return z.strictObject({
    format: z.literal("millrace-backup"),
    version: z.literal(1),
    createdAt: z.number(),
    /** The event log's length and last hash. */
    events: z.number().int().nonnegative(),
    head: digest,
    records: file,
    artifacts: z.array(file),
  });
};

/** The first entry of a backup: everything that follows, with sizes and digests. */
export type BackupManifest = Zod.infer<ReturnType<typeof manifestSchema>>;

/** @throws RangeError where the text is no manifest of a version that is known */
export async function parseManifest(text: string): Promise<BackupManifest> {
  const schema = manifestSchema(await import("zod"));
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new RangeError("its manifest is not one of a backup", { cause: error });
  }
}

/** Where an artifact stands in the archive (and in the home). */
export function artifactEntryName(digest: string): string {
  const hex = digest.slice("sha256:".length);
  return `artifacts/sha256/${hex.slice(0, 2)}/${hex}`;
}
