import { defaultMetric, estimatorTable, findMetric } from "../../ml/index.ts";
import { type DeclaredTask, type ScaffoldWishes, tasksOf, type Wish } from "../../workflow/index.ts";
import { citedOf } from "./cited-of.ts";
import type { PartKind } from "./parts.ts";
import type { Drawn, Said, Sketch, SketchedGate } from "./sketch.ts";

/** What a workflow file takes over from a drawing, what of it is a guess, and what the drawing leaves open. */
export interface DrawnWishes {
  readonly wishes: ScaffoldWishes;
  readonly guessed: readonly string[];
  readonly left: readonly string[];
}

interface Gathering {
  readonly sketch: Sketch;
  readonly task: DeclaredTask;
  readonly guessed: string[];
  readonly left: string[];
}

/** The task that the drawn metric or algorithm asks for; undefined where they don't tell. */
export function taskOf({ gate, estimators }: Sketch): DeclaredTask | undefined {
  const metric = findMetric(gate?.metric?.value ?? "");
  const named = [metric?.tasks, ...estimators.map(({ value }) => estimatorTable[value]?.tasks)];
  const order: readonly DeclaredTask[] = ["classification", "regression", "clustering", "anomaly"];
  for (const tasks of named) {
    const found = order.find((task) => tasks?.some((one) => tasksOf[task].includes(one)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * What a drawing says, as wishes that lint accepts for the task.
 * @param drawing the drawing's file, for comments @param hasTable false where no columns are known
 */
export function wishesOf(sketch: Sketch, task: DeclaredTask, drawing: string, hasTable: boolean): DrawnWishes {
  const gathering: Gathering = { sketch, task, guessed: partGuesses(sketch), left: [] };
  const wishes: ScaffoldWishes = {
    ...boundsOf(gathering),
    ...trainingOf(gathering),
    ...rolloutOf(gathering),
    ...monitorOf(gathering),
    ...(sketch.title === null ? {} : { objective: { value: sketch.title, why: "drawn: the title" } }),
    people: peopleOf(gathering),
    cited: citedOf(sketch),
    checks: hasTable ? undefined : placeholderCheck(gathering),
  };
  sayWhatIsLeft(gathering);
  return { wishes: { ...wishes, head: headOf(gathering, drawing) }, guessed: gathering.guessed, left: gathering.left };
}

/** "drawn: line 14, "accuracy >= 0.9"". */
export function drawnAt({ line, text }: Drawn): string {
  return `drawn: line ${line}, "${text.length > 70 ? `${text.slice(0, 69)}…` : text}"`;
}

function wish<T>({ guessed }: Gathering, said: Said<T> | null, what: string): Wish<T> | undefined {
  if (said === null) return undefined;
  if (said.guess !== null) guessed.push(`line ${said.line}: ${what}: ${said.guess}`);
  return { value: said.value, why: said.guess === null ? drawnAt(said) : `${drawnAt(said)}; guessed: ${said.guess}` };
}

function partGuesses({ parts }: Sketch): string[] {
  return parts
    .filter(({ isSure, guess }) => !isSure && guess !== null)
    .map(({ line, text, part, guess }) => `line ${line}: "${text}" is taken for ${part}: ${guess}`);
}

function boundsOf(gathering: Gathering): ScaffoldWishes {
  const { gate } = gathering.sketch;
  if (gate === null) return {};
  const drawn = gate.metric;
  const fits = drawn !== null && fitsTask(drawn.value, gathering);
  if (drawn !== null && !fits) {
    gathering.left.push(
      `line ${drawn.line}: ${drawn.value} is no metric of ${gathering.task}: say which metric decides`,
    );
  }
  const metric = fits ? wish(gathering, drawn, "the metric") : undefined;
  // A bound on a metric that the task doesn't have means nothing.
  const bounds = drawn !== null && !fits ? {} : minimumAndGoal(gathering, gate, metric?.value);
  const minimums = gate.others
    .filter((other) => fitsTask(other.value.metric, gathering) && inRange(other.value.metric, other.value.value))
    .map(({ value, line, text }) => ({
      value: { metric: value.metric, minimum: value.value },
      why: drawnAt({ line, text }),
    }));
  return {
    metric,
    ...bounds,
    minimums,
    latencyMs: wish(gathering, gate.latencyMs, "the latency"),
    notWorseThanChampion: gate.champion === null ? undefined : { value: true, why: drawnAt(gate.champion) },
  };
}

function minimumAndGoal(gathering: Gathering, gate: SketchedGate, metric: string | undefined): ScaffoldWishes {
  const name = metric ?? defaultMetric(tasksOf[gathering.task][0]!).name;
  const bound = (said: Said<number> | null, what: string): Wish<number> | undefined => {
    if (said === null) return undefined;
    const [, high] = findMetric(name)!.range;
    const isPercent = high === 1 && said.value > 1 && said.value <= 100;
    const value = isPercent ? Number((said.value / 100).toPrecision(12)) : said.value;
    if (inRange(name, value)) return wish(gathering, { ...said, value }, what);
    gathering.left.push(`line ${said.line}: ${name} can't be ${said.value}: say the ${what}`);
    return undefined;
  };
  const minimum = bound(gate.minimum, "minimum");
  const goal = bound(gate.goal, "goal");
  const isHigher = findMetric(name)!.greaterIsBetter;
  const isBeyond =
    goal !== undefined &&
    minimum !== undefined &&
    (isHigher ? goal.value >= minimum.value : goal.value <= minimum.value);
  if (goal !== undefined && minimum !== undefined && !isBeyond) {
    gathering.left.push(
      `line ${gate.goal!.line}: the goal of ${goal.value} is worse than the minimum of ${minimum.value}: say the goal`,
    );
  }
  return { minimum, goal: minimum === undefined || isBeyond ? goal : undefined };
}

function trainingOf(gathering: Gathering): ScaffoldWishes {
  const { sketch, task, left } = gathering;
  const estimators = sketch.estimators.flatMap((said): Wish<string>[] => {
    const fits = estimatorTable[said.value]?.tasks.some((one) => tasksOf[task].includes(one));
    if (fits) return [{ value: said.value, why: drawnAt(said) }];
    left.push(`line ${said.line}: ${said.value} can't do ${task}: the default candidates are tried`);
    return [];
  });
  return {
    estimators,
    trials: wish(gathering, sketch.trials, "the trials"),
    folds: wish(gathering, sketch.folds, "the folds"),
    testShare: wish(gathering, sketch.testShare, "the test rows"),
  };
}

function rolloutOf(gathering: Gathering): ScaffoldWishes {
  const { sketch, left } = gathering;
  const shadow = first(sketch, "shadow");
  const approve = first(sketch, "approve");
  const canary = first(sketch, "canary");
  if (approve !== undefined && sketch.people.gatekeeper?.guess !== null) {
    left.push(`line ${approve.line}: who approves: problem.people.gatekeeper`);
  }
  return {
    shadow:
      shadow === undefined
        ? undefined
        : wish(gathering, sketch.shadow ?? { ...shadow, value: "1d", guess: "no time is drawn" }, "shadow traffic"),
    approval: approve === undefined ? undefined : { value: "gatekeeper", why: drawnAt(approve) },
    canary: canary === undefined ? undefined : wish(gathering, sketch.canary, "the canary"),
  };
}

function monitorOf(gathering: Gathering): ScaffoldWishes {
  const { sketch } = gathering;
  const watched = first(sketch, "monitor") ?? first(sketch, "drift") ?? first(sketch, "labels");
  if (watched === undefined) return { schedule: wish(gathering, sketch.schedule, "the schedule") };
  const labels = first(sketch, "labels");
  return {
    window: wish(
      gathering,
      sketch.window ?? { ...watched, value: "1d", guess: "no window is drawn, a day is taken" },
      "monitoring",
    ),
    labelDelay:
      labels === undefined
        ? undefined
        : wish(
            gathering,
            sketch.labelDelay ?? { ...labels, value: "7d", guess: "no delay is drawn, a week is taken" },
            "labels",
          ),
    schedule: wish(gathering, sketch.schedule, "the schedule"),
  };
}

function peopleOf(gathering: Gathering): NonNullable<ScaffoldWishes["people"]> {
  const people = Object.entries(gathering.sketch.people).map(
    ([role, said]) => [role, wish(gathering, said, role)] as const,
  );
  return Object.fromEntries(people.flatMap(([role, value]) => (value === undefined ? [] : [[role, value]])));
}

function placeholderCheck({ sketch, left }: Gathering): Wish<true> | undefined {
  const check = first(sketch, "check");
  if (check === undefined) return undefined;
  left.push(`line ${check.line}: which checks: \`checks\``);
  return { value: true, why: drawnAt(check) };
}

function sayWhatIsLeft({ sketch, left }: Gathering): void {
  const { gate, schedule } = sketch;
  if (gate === null)
    left.push("nothing is drawn that decides on the metrics: `gates` asks for better than the baseline");
  else if (gate.minimum === null && gate.champion === null)
    left.push(`line ${gate.line}: what is good enough: problem.minimum and problem.goal`);
  if (gate !== null && !gate.hasFailBranch) {
    left.push(
      `line ${gate.line}: nothing is drawn for a model that isn't good enough; Millrace registers nothing and raises an alert`,
    );
  }
  const retrain = first(sketch, "retrain");
  if (retrain !== undefined && schedule === null && gate?.goal == null) {
    left.push(`line ${retrain.line}: when to train again: \`schedule\`, or problem.goal beside the minimum`);
  }
  for (const { line, text } of sketch.notUnderstood) left.push(`line ${line}: not understood: "${text}"`);
}

function headOf({ guessed, left }: Gathering, drawing: string): string[] {
  return [
    `Written from ${drawing}, and held to it by: millrace conform ${drawing}`,
    ...guessed.map((text) => `Guessed: ${text}`),
    ...left.map((text) => `Left to say: ${text}`),
  ];
}

function first({ parts }: Sketch, part: PartKind): Drawn | undefined {
  const found = parts.find((one) => one.part === part);
  return found === undefined ? undefined : { line: found.line, text: found.text };
}

function fitsTask(metric: string, { task }: Gathering): boolean {
  return findMetric(metric)?.tasks.some((one) => tasksOf[task].includes(one)) ?? false;
}

function inRange(metric: string, value: number): boolean {
  const range = findMetric(metric)?.range ?? [0, 0];
  return Number.isFinite(value) && value >= Math.min(...range) && value <= Math.max(...range);
}
