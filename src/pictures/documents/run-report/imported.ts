import { basename } from "node:path";
import type { EventOf } from "../../events-of.ts";
import type { Subject } from "../../subject.ts";
import { instant } from "../../words.ts";
import { callout, type Document, facts, fixed, paragraph, section, table } from "../document.ts";
import { movesOf } from "./afterwards.ts";
import { versionsTable } from "./lived.ts";

/** What can be said of a model that was made elsewhere: where its bytes came from, and what has become of it here. */
export function importReport({ name, life }: Subject, { at, actor, body }: EventOf<"model.imported">): Document {
  const file = fixed(basename(body.file));
  const sections = [
    section("in-short", "In short", [
      callout("open", "This model was made elsewhere and imported. No data, search or gate of it is known here."),
      facts([
        ["Version", fixed(`${body.model}@${body.version}`)],
        ["Digest", fixed(body.digest)],
        ["Imported from", file],
        ["Digest of that file", fixed(body.fileDigest)],
        ["When", `${instant(at)} UTC`],
        ["By", actor.name],
        ["Millrace", fixed(body.millrace)],
      ]),
      paragraph("What it is worth can be learned from a workflow that has it among its candidates (onnxModel)."),
    ]),
    section("life", "Its life so far", life === null ? [] : versionsTable(life)),
    section("aliases", "How aliases moved", [
      table(["When (UTC)", "Alias", "From", "To", "By", "Why"], movesOf({ life }, body.version)),
    ]),
  ];
  return {
    kind: "Model report",
    title: `${name}: imported`,
    lead: ["From ", file, "."],
    sections: sections.filter((one) => one !== null),
  };
}
