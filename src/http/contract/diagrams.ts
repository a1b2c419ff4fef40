import { z } from "zod";
import { diagramTable } from "../../pictures/index.ts";
import { contracts } from "./contract.ts";
import { oneOf, oneText, wholeNumber } from "./query.ts";

/** Pictures of what happened, for pages and tools that draw Mermaid themselves, or as a page of their own. */
export const diagramContract = contracts({
  draw: {
    method: "GET",
    path: "/models/:model/diagrams/:kind",
    summary: "A picture of a model's life, or with `version` of the run that made that version.",
    permission: "read",
    protocol: "millrace",
    part: "control",
    group: "Models",
    query: {
      version: oneText("a version's number or an alias"),
      aspect: oneText("which side of the diagram; default: its first"),
      fold: wholeNumber(1, 10_000, "of more parts of one sort the rest is counted"),
      format: oneOf(["json", "mmd", "html"], { usual: "json" }),
    },
    answer: z.object({
      kind: z.enum(diagramTable.map(({ kind }) => kind)),
      view: z.enum(["declaration", "run", "life"]).meta({ description: "what it was drawn of" }),
      title: z.string(),
      text: z.string().meta({ description: "Mermaid's text" }),
    }),
  },
});
