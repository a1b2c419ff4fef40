import { commentText, listed, quoted } from "./source-text.ts";
import type { CitedSection, ScaffoldWishes, Wish } from "./wishes.ts";

/** Where a wish comes from, as a comment line. @param indent spaces before it */
export function whyLines(wish: Wish<unknown> | undefined, indent: number): string[] {
  return wish === undefined ? [] : commentLines([wish.why], indent);
}

/** Texts as comment lines; empty ones are left out. @param indent spaces before them */
export function commentLines(texts: readonly string[] | undefined, indent: number): string[] {
  return (texts ?? [])
    .map(commentText)
    .filter((text) => text !== "")
    .map((text) => `${" ".repeat(indent)}// ${text}`);
}

/** The comments above a section. */
export function citedLines(wishes: ScaffoldWishes | undefined, section: CitedSection): string[] {
  return commentLines(wishes?.cited?.[section], 2);
}

/** `minimum`, `goal` and `people` of the problem. */
export function boundAndPeopleLines({ minimum, goal, people }: ScaffoldWishes): string[] {
  const named = Object.entries(people ?? {});
  return [
    ...valueLines("minimum", minimum, numberText),
    ...valueLines("goal", goal, numberText),
    ...(named.length === 0
      ? []
      : [
          "    people: {",
          ...named.flatMap(([role, person]) => [...whyLines(person, 6), `      ${role}: ${quoted(person.value)},`]),
          "    },",
        ]),
  ];
}

/** Rollout, monitoring and schedule, as far as they are wished for. */
export function operationLines(wishes: ScaffoldWishes): string[] {
  const { shadow, approval, canary, window, labelDelay, schedule } = wishes;
  const rollout = [
    ...valueLines("shadow", shadow, quoted),
    ...valueLines("approval", approval, quoted),
    ...(canary === undefined ? [] : [...whyLines(canary, 4), ...listed("canary: ", canary.value.map(numberText), 4)]),
  ];
  const monitor = [
    ...valueLines("window", window, quoted),
    ...(window === undefined ? [] : valueLines("labels", labelDelay, (delay) => `{ delay: ${quoted(delay)} }`)),
  ];
  return [
    ...sectionLines(wishes, "rollout", rollout),
    ...sectionLines(wishes, "monitor", monitor),
    ...(schedule === undefined ? [] : [...whyLines(schedule, 2), `  schedule: ${quoted(schedule.value)},`]),
  ];
}

/** The gates that are wished for, with their comments; none where only the default ones are wanted. */
export function gateWishes({
  minimum,
  minimums = [],
  notWorseThanChampion,
  latencyMs,
}: ScaffoldWishes): Wish<string>[] {
  return [
    ...(minimum === undefined ? [] : [{ value: "meetsMinimum()", why: "" }]),
    ...minimums.map(({ value, why }) => ({
      value: `meetsMinimum(${quoted(value.metric)}, ${numberText(value.minimum)})`,
      why,
    })),
    ...(notWorseThanChampion === undefined
      ? []
      : [{ value: 'notWorseThan("champion")', why: notWorseThanChampion.why }]),
    ...(latencyMs === undefined
      ? []
      : [{ value: `latency({ p99Ms: ${numberText(latencyMs.value)} })`, why: latencyMs.why }]),
  ];
}

/** `prefix[a, b],`, on one line where nothing is said of the items, else one a line with its comment above. */
export function wishList(prefix: string, items: readonly Wish<string>[]): string[] {
  if (items.every(({ why }) => commentText(why) === "")) {
    return listed(
      prefix,
      items.map(({ value }) => value),
      2,
    );
  }
  return [`  ${prefix}[`, ...items.flatMap((item) => [...whyLines(item, 4), `    ${item.value},`]), "  ],"];
}

function sectionLines(wishes: ScaffoldWishes, name: "rollout" | "monitor", inner: readonly string[]): string[] {
  return inner.length === 0 ? [] : [...citedLines(wishes, name), `  ${name}: {`, ...inner, "  },"];
}

function valueLines<T>(key: string, wish: Wish<T> | undefined, write: (value: T) => string): string[] {
  return wish === undefined ? [] : [...whyLines(wish, 4), `    ${key}: ${write(wish.value)},`];
}

/** As a formatter leaves it: "0.9", never "1e-7". */
function numberText(value: number): string {
  return Math.abs(value) >= 1e-6 || value === 0 ? String(value) : value.toFixed(12).replace(/0+$/, "");
}
