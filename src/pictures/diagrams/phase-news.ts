import type { PhaseName } from "../../workflow/index.ts";
import type { LifeView } from "../subject.ts";
import { championTenures, eventsOf } from "../version-life.ts";
import { count, counted } from "../words.ts";

/** What came of a phase, in a few words; null where the log has nothing of the sort. */
export function phaseNews(phase: PhaseName, { runs, versions, events }: LifeView): string | null {
  switch (phase) {
    case "data": {
      const last = eventsOf(events, "snapshot.taken").at(-1)?.body;
      return last === undefined ? null : `${counted(last.rows, "row")} × ${counted(last.columns, "column")}`;
    }
    case "preparation": {
      const last = eventsOf(events, "split.made").at(-1)?.body;
      return last === undefined ? null : `${count(last.trainingRows)} to learn, ${count(last.testRows)} to test`;
    }
    case "training": {
      const trials = eventsOf(events, "trial.finished").length;
      return trials === 0 ? null : `${counted(trials, "setting")} tried in ${counted(runs.length, "run")}`;
    }
    case "evaluation": {
      const rounds = runs.filter(({ verdict }) => verdict !== null).length;
      const word = rounds === 1 ? "round" : "rounds";
      return rounds === 0 ? null : `${count(rounds)} ${word} of training and evaluation`;
    }
    case "deployment": {
      const live = new Set(championTenures(events).map(({ version }) => version)).size;
      return versions.length === 0 ? null : `${counted(versions.length, "version")}, ${count(live)} went live`;
    }
    case "maintenance": {
      const changes = championTenures(events).length - 1;
      return changes < 1 ? null : `${counted(changes, "change")} of champion`;
    }
    default:
      return null;
  }
}
