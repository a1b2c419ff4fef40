import { decodeModel, encodeModel, type FittedPipeline } from "../ml/index.ts";
import type { Stored, ValueCodec } from "../store/index.ts";

/** A fitted model, in its one file format. @throws ML_MODEL_CORRUPT from `read` */
export const modelCodec: ValueCodec<FittedPipeline> = {
  what: "a model",
  write: async (artifacts, model) => (await artifacts.put(encodeModel(model))) as Stored<FittedPipeline>,
  read: async (artifacts, digest) => decodeModel(await artifacts.read(digest)),
};
