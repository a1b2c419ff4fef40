import type { Frame } from "../ml/index.ts";
import type { Codec } from "../store/index.ts";
import { readSnapshot } from "./read-snapshot.ts";

/** A table as Parquet. Who makes one streams it to a file, which the store adopts. */
export const tableCodec: Codec<Frame> = {
  what: "a table",
  read: async (artifacts, digest) => readSnapshot(await artifacts.path(digest)),
};
