import { describe, expect, it } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { random } from "../ml/index.ts";
import type { EventType, StoredEvent } from "../store/index.ts";
import { type PhaseName, roles } from "../workflow/index.ts";
import { eventsOf } from "./events-of.ts";
import { frictionOf, measuredScore } from "./friction.ts";
import { type FrictionLife, noFacts, type PhaseFacts } from "./friction-facts.ts";
import { WorkTally } from "./phase-work.ts";
import { workOfEvents } from "./run-work.ts";

const troubles = [
  "failed",
  "stopped",
  "resumed",
  "refused",
  "undecided",
  "warned",
  "failedTrials",
  "alerts",
  "rollbacks",
];
const fortunes = ["clean", "scoredTrials"];

function event(type: EventType, run: string | null, body: object, more: object = {}): StoredEvent {
  const rest = { ...ofRun(run), cause: null, seq: 1, at: 0, previousHash: "", hash: "" };
  return { ...rest, ...more, type, run, body } as StoredEvent;
}

/** What an alert of a model in use is about. */
const inUse = { subject: { kind: "deployment", name: "rides" } };
const error = { code: "DATA_EMPTY", message: "m", fix: "f" };
const began = (run: string, step: string): StoredEvent => event("step.started", run, { instance: step, step });
const ended = (run: string, step: string, durationMs = 10, cached = false): StoredEvent =>
  event("step.finished", run, { instance: step, step, durationMs, cached });
const failed = (run: string, step: string, code = "DATA_EMPTY"): StoredEvent =>
  event("step.failed", run, { instance: step, step, error: { ...error, code } });
const said = (phase: string, score: number, role: string | null, text = ""): StoredEvent =>
  event("feedback.given", null, { phase, score, role, text });

/** What a life would have of such events. */
function lifeOf(events: readonly StoredEvent[]): FrictionLife {
  const runs = new Set(events.flatMap(({ run }) => (run === null ? [] : [run])));
  const trials = eventsOf(events, "trial.finished");
  const tally = new WorkTally();
  for (const run of runs) tally.add(workOfEvents(events.filter((event) => event.run === run)));
  return {
    work: {
      phases: tally.phases(),
      trials: { all: trials.length, scored: trials.filter(({ body }) => body.score !== null).length },
      ...{ snapshot: null, split: null },
    },
    incidents: eventsOf(events, "alert.raised"),
    moves: eventsOf(events, "alias.moved"),
    feedback: eventsOf(events, "feedback.given"),
  };
}

const of = (events: StoredEvent[], phase: PhaseName) =>
  frictionOf(lifeOf(events)).find((one) => one.phase.name === phase)!;
const role = (events: StoredEvent[], phase: PhaseName, name: string) =>
  of(events, phase).roles.find((one) => one.role === name)!;

describe("measuredScore", () => {
  const score = (facts: Partial<PhaseFacts>, role: (typeof roles)[number] = "dataScientist") =>
    measuredScore({ ...noFacts, ...facts }, role);

  it("knows nothing of nothing", () => {
    expect(score({})).toEqual({ score: null, findings: [] });
  });

  it("begins at 5 where something went well, and says what each point was taken for", () => {
    expect(score({ clean: 3 })).toEqual({ score: 5, findings: [] });
    // 4 x 2/5 = 1.6 and 2 x 1/4 = 0.5
    const mixed = score({ clean: 3, refused: 2, resumed: 1 });
    expect(mixed.score).toBe(2.9);
    expect(mixed.findings.map(({ points, reason }) => [points, reason])).toEqual([
      [-1.6, "2 of 5 runs refused by a gate"],
      [-0.5, "1 of 4 runs interrupted and resumed"],
    ]);
  });

  it("begins at 3 where only trouble is known, and never leaves 1 to 5", () => {
    expect(score({ rollbacks: 1 }).score).toBe(2);
    expect(score({ failed: 4, rollbacks: 9 }).score).toBe(1);
    expect(score({ clean: 1, reused: 10 }).score).toBe(5);
  });

  it("weighs a refusal on who made the model, not on who guards the gate", () => {
    expect(score({ clean: 1, refused: 1 }, "gatekeeper").score).toBe(5);
    expect(score({ clean: 1, refused: 1 }, "dataScientist").score).toBe(3);
  });

  it("gives half a point back at most for what was reused, and takes one at most for time", () => {
    expect(score({ clean: 1, warned: 1, reused: 3, done: 1 }).score).toBe(4.9);
    expect(score({ clean: 1, timeShare: 0.75 }).findings[0]).toMatchObject({
      points: -0.5,
      reason: "75 % of a run's working time",
    });
    expect(score({ clean: 1, timeShare: 0.5 }).score).toBe(5);
  });

  it("never rises with one more trouble and never falls with one more success, whatever else happened", () => {
    const source = random(7);
    const facts = (): PhaseFacts => ({
      ...noFacts,
      ...Object.fromEntries([...troubles, ...fortunes, "reused", "done"].map((name) => [name, source.integer(5)])),
      timeShare: source.next() < 0.5 ? null : source.next(),
    });
    const plusOne = (known: PhaseFacts, name: string): PhaseFacts => ({
      ...known,
      [name]: (known[name as keyof PhaseFacts] ?? 0) + 1,
    });
    for (let i = 0; i < 500; i++) {
      const known = facts();
      for (const role of roles) {
        const before = measuredScore(known, role).score ?? 3;
        for (const name of troubles)
          expect(measuredScore(plusOne(known, name), role).score).toBeLessThanOrEqual(before);
        for (const name of fortunes)
          expect(measuredScore(plusOne(known, name), role).score).toBeGreaterThanOrEqual(before);
      }
    }
  });
});

describe("frictionOf", () => {
  const whole = (run: string): StoredEvent[] => [
    began(run, "train"),
    ended(run, "train"),
    began(run, "fit"),
    ended(run, "fit"),
  ];

  it("reads each run once, and lays what went wrong at the phase that it went wrong in", () => {
    const events = [...whole("a"), ...whole("b"), began("c", "check"), failed("c", "check", "RUN_CHECK_FAILED")];
    expect(of(events, "training").facts).toMatchObject({ clean: 2, failed: 0, done: 4, reused: 0 });
    expect(of(events, "preparation").facts).toMatchObject({ clean: 0, stopped: 1, failed: 0 });
    expect(role(events, "training", "dataScientist")).toMatchObject({ measured: 5, score: 5 });
    expect(role(events, "features", "dataScientist")).toMatchObject({ measured: null, score: 3, findings: [] });
  });

  it("lays an interruption at the step that was under way", () => {
    const resumed = event("run.resumed", "a", {});
    expect(of([began("a", "train"), resumed, ...whole("a")], "training").facts).toMatchObject({ clean: 0, resumed: 1 });
    expect(of([resumed, ...whole("a")], "data").facts.resumed).toBe(1);
  });

  it("takes verdicts, trials, alerts of a model in use, and rollbacks", () => {
    const move = (version: number, previous: number | null): StoredEvent =>
      event("alias.moved", null, { alias: "champion", version, previous });
    const events = [
      ...[began("a", "gate"), ended("a", "gate"), event("run.finished", "a", { verdict: "fail" })],
      ...[event("trial.finished", "a", { score: 0.5 }), event("trial.finished", "a", { score: null })],
      ...[move(1, null), move(2, 1), move(1, 2)],
      event("alert.raised", "a", { severity: "warning" }, { from: "validator" }),
      event("alert.raised", null, { severity: "critical" }, inUse),
    ];
    expect(of(events, "evaluation").facts).toMatchObject({ refused: 1, clean: 0 });
    expect(of(events, "training").facts).toMatchObject({ failedTrials: 1, scoredTrials: 1 });
    expect(of(events, "maintenance").facts).toMatchObject({ rollbacks: 1, clean: 1 });
    expect(of(events, "monitoring").facts.alerts).toBe(1);
  });

  it("counts working time only of runs that take a minute", () => {
    const run = [
      ended("a", "train", 90_000),
      ended("a", "gate", 10_000),
      ended("b", "train", 10),
      ended("b", "gate", 90),
    ];
    expect(of(run, "training").facts.timeShare).toBe(0.9);
    expect(of(run.slice(2), "training").facts.timeShare).toBeNull();
  });

  it("lets what people say count as much as what was measured", () => {
    const events = [
      ...whole("a"),
      said("training", 2, "dataScientist", "waits"),
      said("training", 3, null),
      said("data", 1, "onCall"),
    ];
    expect(role(events, "training", "dataScientist")).toMatchObject({
      ...{ measured: 5, score: 3.8, said: { mean: 2.5, count: 2, words: "waits" } },
    });
    expect(role(events, "data", "onCall")).toMatchObject({ measured: null, score: 1 });
    expect(role(events, "data", "dataEngineer")).toMatchObject({ measured: null, said: null, score: 3 });
  });

  it("never scores the phase higher in which one more run fails", () => {
    const source = random(11);
    const pick = <T>(items: readonly T[]): T => items[source.integer(items.length)]!;
    const steps = ["snapshot", "check", "split", "profile", "train", "fit", "evaluate", "gate", "register"];
    let events: StoredEvent[] = [];
    for (let i = 0; i < 150; i++) {
      const [step, run] = [pick(steps), `r${i}`];
      const before = frictionOf(lifeOf(events));
      const more = pick([
        [began(run, step), failed(run, step, pick(["DATA_EMPTY", "RUN_CHECK_FAILED"]))],
        [event("run.finished", run, { verdict: pick(["fail", "insufficient"] as const) })],
        [event("trial.finished", run, { score: null })],
        [event("alias.moved", null, { alias: "champion", version: 1, previous: 2 })],
        [event("alert.raised", null, { severity: "critical" }, inUse)],
      ]);
      const after = frictionOf(lifeOf([...events, ...more]));
      for (const [p, { roles }] of after.entries()) {
        for (const [r, { score }] of roles.entries()) expect(score).toBeLessThanOrEqual(before[p]!.roles[r]!.score);
      }
      events = source.next() < 0.5 ? [...events, ...more] : [...events, began(run, step), ended(run, step)];
    }
  });
});
