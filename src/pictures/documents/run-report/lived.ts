import type { LifeRun, LifeView, Subject } from "../../subject.ts";
import { instant, spell } from "../../words.ts";
import { type Block, fixed, heading, mark, muted, type Section, section, type Tone, type Words } from "../document.ts";
import { longTable } from "../long-table.ts";
import { pictureOf } from "../picture-block.ts";
import { movesOf, saidOf } from "./afterwards.ts";

/** A model's life from its first run on: versions, runs, aliases, what people said. */
export function lived(life: LifeView, subject: Subject): Section | null {
  const kinds = ["timeline", "state", "gitgraph", "journey"] as const;
  const moves = movesOf(subject, null);
  return section("life", "Its life so far", [
    ...versionsTable(life),
    moves.length === 0 ? null : heading("How aliases moved"),
    ...longTable(["When (UTC)", "Alias", "From", "To", "By", "Why"], [...moves].reverse(), 20, "move"),
    ...runsTable(life),
    ...saidOf(life.feedback),
    ...kinds.map((kind) => pictureOf(subject, "life", kind)),
  ]);
}

/** Versions, newest first. */
export function versionsTable({ versions, aliases }: LifeView): Block[] {
  const names = new Map<number, string[]>();
  for (const { version, alias } of aliases) names.set(version, [...(names.get(version) ?? []), alias]);
  const rows = [...versions]
    .reverse()
    .map(({ version, run, created_at, digest }): readonly Words[] => [
      fixed(String(version)),
      instant(created_at),
      names.get(version)?.join(", ") ?? muted("–"),
      run === null ? muted("imported") : fixed(run),
      fixed(digest),
    ]);
  return rows.length === 0
    ? []
    : [
        heading("Versions"),
        ...longTable(["Version>", "Registered (UTC)", "Aliases", "From the run", "Digest"], rows, 12, "version"),
      ];
}

/** Runs, newest first. */
export function runsTable({ runs }: LifeView): Block[] {
  const rows = [...runs]
    .reverse()
    .map((run): readonly Words[] => [
      instant(run.started_at),
      fixed(run.id),
      stateOf(run),
      run.duration_ms === null ? "–" : spell(run.duration_ms),
      run.trigger,
      run.note ?? "",
    ]);
  return [heading("Runs"), ...longTable(["Began (UTC)", "Run", "", "Took>", "Started by", "Remark"], rows, 12, "run")];
}

const verdicts: Readonly<Record<"pass" | "fail" | "insufficient", readonly [string, Tone]>> = {
  pass: ["every gate holds", "good"],
  fail: ["not accepted", "bad"],
  insufficient: ["too little evidence", "open"],
};

function stateOf({ status, verdict }: LifeRun): Words {
  if (status === "failed") return mark("failed", "bad");
  if (status !== "succeeded") return mark(status === "running" ? "not over" : "cancelled", "open");
  return verdict === null ? mark("succeeded", "plain") : mark(...verdicts[verdict]);
}
