import pc from "picocolors";
import { settingText } from "../pictures/index.ts";
import type { RunObserver } from "../run/index.ts";
import type { StoredEvent } from "../store/index.ts";
import type { Terminal } from "./command.ts";

const barWidth = 20;

/** Draws a run as it happens: a line for what is done, one moving line for what is being done. */
export function runProgress(terminal: Terminal): RunObserver & { end(): void } {
  const say = (mark: string, text: string): void => terminal.note(`  ${mark} ${text}`);
  let trials = 0;
  return {
    onEvent(event) {
      if (event.type === "trial.finished") trials++;
      const line = lineOf(event, trials);
      if (line !== null) say(...line);
    },
    onProgress(step, share, note) {
      const filled = Math.round(share * barWidth);
      const bar = share === 0 ? "" : ` ${"━".repeat(filled)}${pc.dim("━".repeat(barWidth - filled))}`;
      terminal.status(`  ${pc.cyan("›")} ${step}${bar} ${pc.dim(note)}`);
    },
    end: () => terminal.status(""),
  };
}

function lineOf(event: StoredEvent, trials: number): [mark: string, text: string] | null {
  const ok = pc.green("✓");
  switch (event.type) {
    case "run.started":
      return [pc.bold("▸"), `${pc.bold(event.body.workflow)} ${pc.dim(`run ${event.run}`)}`];
    case "run.resumed":
      return [pc.bold("▸"), `goes on with run ${event.run}, which was interrupted`];
    case "snapshot.taken":
      return [
        ok,
        `read ${count(event.body.rows, "row")} x ${count(event.body.columns, "column")} ${pc.dim(short(event.body.digest))}`,
      ];
    case "check.decided": {
      const mark = { passed: ok, failed: pc.red("✗"), warned: pc.yellow("!") }[event.body.status];
      return event.body.status === "passed" ? null : [mark, event.body.message];
    }
    case "split.made":
      return [
        ok,
        `${event.body.how} ${pc.dim(`(${count(event.body.trainingRows, "training row")}, ${count(event.body.testRows, "test row")})`)}`,
      ];
    case "trial.finished": {
      const { estimator, score, params } = event.body;
      return [
        pc.dim(`${trials}.`.padStart(3)),
        `${estimator} ${score === null ? "no score" : Number(score.toPrecision(4))} ${settings(params)}`,
      ];
    }
    case "candidate.chosen":
      return [ok, `best: ${pc.bold(event.body.estimator)} ${settings(event.body.params)}`];
    case "fit.resumed":
      return [ok, `goes on with the fit of ${event.body.estimator} from its last checkpoint`];
    case "model.fitted":
      return [ok, `fitted on all training rows: ${sizeOf(event.body.sizeBytes)} ${pc.dim(short(event.body.digest))}`];
    case "gate.decided": {
      const mark = { pass: ok, fail: pc.red("✗"), insufficient: pc.yellow("?") }[event.body.verdict];
      return [mark, `${event.body.gate}: ${event.body.reason}`];
    }
    case "version.registered":
      return [ok, `registered ${pc.bold(`${event.body.model}@${event.body.version}`)}`];
    case "alias.moved":
      return [ok, `${event.body.alias} now points at version ${event.body.version}`];
    case "alert.raised":
      return [pc.yellow("!"), alertText(event.body)];
    case "step.finished":
      return event.body.cached ? [pc.dim("="), pc.dim(`${event.body.instance}: unchanged, skipped`)] : null;
    default:
      return null;
  }
}

/** The first line of a longer text says again what the title says. */
function alertText({ title, text }: { readonly title: string; readonly text: string }): string {
  const [first, ...rest] = text.split("\n");
  return rest.length === 0 ? `${title}: ${first}` : [title, ...rest.map((line) => `    ${line}`)].join("\n");
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

function short(digest: string): string {
  return digest.slice(0, "sha256:".length + 12);
}

function settings(params: Readonly<Record<string, unknown>>): string {
  const shown = settingText(params);
  return pc.dim(shown === "" ? "(its defaults)" : shown);
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
