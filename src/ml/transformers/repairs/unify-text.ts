import { mapLabels } from "../../frame/operations/operation.ts";
import { codeColumn } from "../column-access.ts";
import { DataReader } from "../read-data.ts";
import type { FittedRepair, RepairDefinition } from "./repair.ts";

/** Spellings of one category become one: "New  York ", "New York". Nothing is learned, so labels never seen are unified too. */
export const unifyText: RepairDefinition = {
  name: "unifyText",
  summary:
    "Removes white space at both ends of a text and makes one space of any inside; a text that is then empty is missing.",
  phrase: "white space unified",
  kinds: ["category", "text"],
  parameters: {
    lowercase: { type: "boolean", default: false, summary: "Also turns capital letters into small ones." },
  },
  fit: ({ name, params }) => fitted(name, params["lowercase"] === true),
  load(data) {
    const reader = new DataReader(data, "unifyText", ["name", "lowercase"]);
    return fitted(reader.text("name"), reader.boolean("lowercase"));
  },
};

function fitted(name: string, lowercase: boolean): FittedRepair {
  const unify = (label: string): string | null => {
    const text = label.trim().replace(/\s+/g, " ");
    return (lowercase ? text.toLowerCase() : text) || null;
  };
  return {
    repair: "unifyText",
    apply(column) {
      const labels = codeColumn(name, column);
      const { codes, dictionary } = mapLabels({ ...labels, kind: "category", step: 1 }, unify);
      return { storage: "codes", kind: labels.kind, codes, dictionary };
    },
    toData: () => ({ name, lowercase }),
  };
}
