import { type Codec, documentCodec } from "../store/index.ts";
import { describedSpec, type PortableSpec, type StoredSpec } from "../workflow/index.ts";

const storedCodec = documentCodec<StoredSpec>("a declaration", {
  name: "text",
  problem: "object",
  data: "object",
  checks: "list",
  features: "object",
  split: "object",
  candidates: "list",
  search: "object",
  gates: "list",
  rollout: "object?",
  monitor: "object?",
  schedule: "text?",
  seed: "number",
  metrics: "list?",
});

/** The declaration of a run, as it was kept of it. */
export const declarationCodec: Codec<PortableSpec> = {
  what: storedCodec.what,
  read: async (artifacts, digest) => describedSpec(await storedCodec.read(artifacts, digest)),
};
