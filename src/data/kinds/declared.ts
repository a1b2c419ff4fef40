import type { ColumnKind } from "../../ml/index.ts";
import { chooseFormats } from "./dates.ts";
import type { InferredKind } from "./infer.ts";
import { asBoolean, asDate, asNumber, asText } from "./reading.ts";
import type { ColumnSurvey } from "./survey.ts";

/**
 * The reading of a column whose kind is declared. Values that contradict it are found when the column is read (the
 * caller refuses them); a declared boolean also takes yes/no, 0/1, t/f, y/n.
 */
export function declaredKind(
  kind: ColumnKind,
  survey: ColumnSurvey,
  options: { decimal: "." | "," | undefined; order: "day-first" | "month-first" | undefined; commaDelimited: boolean },
): InferredKind {
  const why = `declared as ${kind}`;
  switch (kind) {
    case "number": {
      const comma =
        options.decimal === "," ||
        (options.decimal === undefined && !options.commaDelimited && survey.commaNumbers > survey.numeric);
      return { ...asNumber("number"), decimal: comma ? "," : ".", why };
    }
    case "boolean":
      return { ...asBoolean(), why };
    case "date": {
      if (survey.type === "date") return { ...asDate([]), why };
      const { formats, note } = chooseFormats(survey.dates, survey.present, options.order);
      const chosen = formats.length === 0 ? ["YYYY-MM-DD"] : formats;
      return { ...asDate(chosen), why: `${why}, written ${chosen.join(" or ")}${note === "" ? "" : ` (${note})`}` };
    }
    default:
      return { ...asText(kind), why };
  }
}
