import { civilFromDays, dayMs, daysFromCivil } from "../frame/iso-date.ts";
import type { Feature } from "../frame/matrix.ts";
import { cos, sin } from "../kernels/math.ts";
import { valueColumn } from "./column-access.ts";
import { DataReader } from "./read-data.ts";
import type { FeatureValues, FittedTransformer, TransformerDefinition } from "./transformer.ts";

/** A date as numbers, in UTC. Days since 1970 fit float32 to about two minutes over this century. */
export const dateParts: TransformerDefinition = {
  name: "dateParts",
  summary:
    "Year, month, day, day of the week and of the year, hour (if any row has one) and days since 1970; or, cyclic, their angles on year, week and day.",
  kinds: ["date"],
  parameters: {
    cyclic: {
      type: "boolean",
      default: false,
      summary: "Sine and cosine in place of parts, so that December stands beside January; for linear models.",
    },
  },
  needsTarget: false,
  fit({ name, column, params }) {
    const { values } = valueColumn(name, column);
    const timed = values.some((ms) => Number.isFinite(ms) && ms % dayMs !== 0);
    return fitted(name, params["cyclic"] === true, timed);
  },
  load(data) {
    const reader = new DataReader(data, "dateParts", ["name", "cyclic", "timed"]);
    return fitted(reader.text("name"), reader.boolean("cyclic"), reader.boolean("timed"));
  },
};

interface Part {
  readonly name: string;
  readonly of: (days: number, msOfDay: number) => number;
}

/** The calendar of ECMAScript ends here; what lies beyond is no date, so it is missing. */
const mostMs = 8.64e15;

const days: Part = { name: "days since 1970", of: (day, ms) => day + ms / dayMs };
const year: Part = { name: "year", of: (day) => civilFromDays(day).year };
const month: Part = { name: "month", of: (day) => civilFromDays(day).month };
const dayOfMonth: Part = { name: "day", of: (day) => civilFromDays(day).day };
const weekday: Part = { name: "day of week", of: (day) => ((((day + 3) % 7) + 7) % 7) + 1 };
const yearday: Part = { name: "day of year", of: (day) => day - daysFromCivil(civilFromDays(day).year, 1, 1) + 1 };
const hour: Part = { name: "hour", of: (_, ms) => ms / 3_600_000 };
const plain = [days, year, month, dayOfMonth, weekday, yearday];
const circular = [days, ...circle(yearday, "year", 365.25), ...circle(weekday, "week", 7)];

function fitted(name: string, cyclic: boolean, timed: boolean): FittedTransformer {
  const parts = cyclic
    ? [...circular, ...(timed ? circle(hour, "day", 24) : [])]
    : [...plain, ...(timed ? [hour] : [])];
  return {
    transformer: "dateParts",
    features: parts.map((part): Feature => ({ name: `${name}: ${part.name}`, kind: "numeric" })),
    transform(column, into) {
      const { values } = valueColumn(name, column);
      for (const [k, part] of parts.entries()) writePart(part, values, into[k]!);
    },
    toData: () => ({ name, cyclic, timed }),
  };
}

function writePart(part: Part, values: Float64Array, out: FeatureValues): void {
  for (let i = 0; i < values.length; i++) {
    const ms = values[i]!;
    const day = Math.floor(ms / dayMs);
    out[i] = Math.abs(ms) <= mostMs ? part.of(day, ms - day * dayMs) : Number.NaN;
  }
}

function circle(part: Part, of: string, period: number): Part[] {
  const angle = (day: number, ms: number): number => (2 * Math.PI * part.of(day, ms)) / period;
  return [
    { name: `sine of ${of}`, of: (day, ms) => sin(angle(day, ms)) },
    { name: `cosine of ${of}`, of: (day, ms) => cos(angle(day, ms)) },
  ];
}
