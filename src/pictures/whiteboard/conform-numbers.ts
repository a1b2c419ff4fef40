import type { PortableSpec } from "../../workflow/index.ts";
import type { Difference } from "./difference.ts";
import { boundText } from "./parts-of-workflow.ts";
import type { Said, Sketch } from "./sketch.ts";

type Kind = Difference["kind"];

/** Where a drawing's numbers, metric, times and algorithms aren't the declared ones. What isn't drawn is not compared. */
export function numbersThatDiffer(sketch: Sketch, spec: PortableSpec): Difference[] {
  return [
    ...metric(sketch, spec),
    ...bounds(sketch, spec),
    ...schedule(sketch, spec),
    ...rollout(sketch, spec),
    ...monitoring(sketch, spec),
    ...training(sketch, spec),
  ];
}

function metric({ gate }: Sketch, { problem }: PortableSpec): Difference[] {
  const drawn = gate?.metric ?? null;
  if (drawn === null || drawn.value === problem.metric) return [];
  const isBound = gate?.minimum?.line === drawn.line;
  const message = `The drawing decides by ${drawn.value}, the workflow by ${problem.metric}.`;
  const found = differs(
    "metric differs",
    drawn,
    message,
    `Write problem.metric: "${drawn.value}", or change the drawing.`,
  );
  // A metric that is but mentioned may be one of several that are looked at.
  return [{ ...found, part: "gate", severity: isBound ? "difference" : "remark" }];
}

function bounds({ gate }: Sketch, { problem, gates }: PortableSpec): Difference[] {
  if (gate === null) return [];
  const declaredOf = (name: string): number | undefined => {
    const own = gates.find(
      ({ kind, params }) => kind === "meetsMinimum" && (params["metric"] ?? problem.metric) === name,
    );
    const bound = own?.params["minimum"];
    return typeof bound === "number" ? bound : name === problem.metric ? problem.minimum : undefined;
  };
  const name = gate.metric?.value ?? problem.metric;
  const found: Difference[] = [];
  // Under another metric the number means another thing, and that difference is told already.
  if (gate.minimum !== null && name === problem.metric)
    found.push(...bound(name, gate.minimum, declaredOf(name), "minimum"));
  if (gate.goal !== null && name === problem.metric) found.push(...bound(name, gate.goal, problem.goal, "goal"));
  for (const other of gate.others) {
    found.push(
      ...bound(other.value.metric, { ...other, value: other.value.value }, declaredOf(other.value.metric), "minimum"),
    );
  }
  if (gate.latencyMs !== null) found.push(...latency(gate.latencyMs, gates));
  return found;
}

function bound(
  name: string,
  drawn: Said<number>,
  declared: number | undefined,
  sort: "minimum" | "goal",
): Difference[] {
  if (drawn.value === declared) return [];
  const has = declared === undefined ? `no ${sort} is declared` : `the declared ${sort} is ${declared}`;
  const fix = `Write ${sort}: ${drawn.value} (of ${name}), or change the drawing.`;
  return [
    { ...differs("threshold differs", drawn, `Drawn ${boundText(name, drawn.value)}, ${has}.`, fix), part: "gate" },
  ];
}

function latency(drawn: Said<number>, gates: PortableSpec["gates"]): Difference[] {
  const declared = gates.find(({ kind }) => kind === "latency")?.params["p99Ms"];
  if (declared === drawn.value) return [];
  const message = `Drawn a latency of at most ${drawn.value} ms, ${declared === undefined ? "no gate asks for one" : `the gate asks for ${declared} ms`}.`;
  return [
    differs("threshold differs", drawn, message, `Write latency({ p99Ms: ${drawn.value} }), or change the drawing.`),
  ];
}

function schedule({ schedule: drawn }: Sketch, { schedule: declared }: PortableSpec): Difference[] {
  if (drawn === null || drawn.value === declared) return [];
  const has = declared === undefined ? "the workflow has no schedule" : `the declared schedule is "${declared}"`;
  // "every night" is any hour of it.
  const isSame = drawn.guess !== null && declared !== undefined && daysOf(declared) === daysOf(drawn.value);
  if (isSame) return [];
  const fix = `Write schedule: "${drawn.value}", or change the drawing.`;
  return [differs("schedule differs", drawn, `Drawn "${drawn.text}" (${drawn.value}), ${has}.`, fix)];
}

/** The fields of a cron pattern without minute and hour. */
function daysOf(cron: string): string {
  return cron.trim().split(/\s+/).slice(2).join(" ");
}

function rollout({ canary, shadow }: Sketch, { rollout: declared }: PortableSpec): Difference[] {
  const found: Difference[] = [];
  if (canary !== null && declared?.canary !== undefined && canary.guess !== "no percents are drawn") {
    const [drawn, does] = [canary.value.join(", "), declared.canary.join(", ")];
    const message = `Drawn a canary of ${drawn} % of the traffic, declared is ${does} %.`;
    if (drawn !== does)
      found.push(
        differs("rollout differs", canary, message, `Write rollout.canary: [${drawn}], or change the drawing.`),
      );
  }
  if (shadow !== null && declared?.shadow !== undefined && shadow.value !== declared.shadow) {
    const message = `Drawn shadow traffic for ${shadow.value}, declared is ${declared.shadow}.`;
    found.push(
      differs("rollout differs", shadow, message, `Write rollout.shadow: "${shadow.value}", or change the drawing.`),
    );
  }
  return found;
}

function monitoring({ window, labelDelay }: Sketch, { monitor }: PortableSpec): Difference[] {
  const found: Difference[] = [];
  if (window !== null && monitor !== undefined && window.value !== monitor.window) {
    const message = `Drawn a window of ${window.value}, declared is ${monitor.window}.`;
    found.push(
      differs("monitoring differs", window, message, `Write monitor.window: "${window.value}", or change the drawing.`),
    );
  }
  if (labelDelay !== null && monitor?.labels !== undefined && labelDelay.value !== monitor.labels.delay) {
    const message = `Drawn labels after ${labelDelay.value}, declared is ${monitor.labels.delay}.`;
    found.push(
      differs(
        "monitoring differs",
        labelDelay,
        message,
        `Write labels: { delay: "${labelDelay.value}" }, or change the drawing.`,
      ),
    );
  }
  return found;
}

function training(
  { trials, folds, testShare, estimators }: Sketch,
  { search, split, candidates }: PortableSpec,
): Difference[] {
  const found: Difference[] = [];
  for (const [said, declared, key] of [
    [trials, search.trials, "trials"],
    [folds, search.folds, "folds"],
  ] as const) {
    if (said === null || said.value === declared) continue;
    const message = `Drawn ${said.value} ${key}, declared are ${declared}.`;
    found.push(differs("search differs", said, message, `Write search.${key}: ${said.value}, or change the drawing.`));
  }
  if (testShare !== null && testShare.value !== split.test) {
    const message = `Drawn ${Math.round(testShare.value * 100)} % test rows, declared are ${Math.round(split.test * 100)} %.`;
    found.push(differs("split differs", testShare, message, `Write test: ${testShare.value}, or change the drawing.`));
  }
  for (const drawn of estimators) {
    if (candidates.some(({ name }) => name === drawn.value)) continue;
    const message = `Drawn "${drawn.text}", and ${drawn.value} is no candidate.`;
    found.push(differs("search differs", drawn, message, `Add ${drawn.value}() to candidates, or change the drawing.`));
  }
  return found;
}

function differs(kind: Kind, { line }: Said<unknown>, message: string, fix: string): Difference {
  return { kind, severity: "difference", part: null, line, message, fix };
}
