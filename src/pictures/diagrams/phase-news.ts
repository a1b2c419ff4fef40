import type { PhaseName } from "../../workflow/index.ts";
import type { LifeWith } from "../subject.ts";
import { championTenures } from "../version-life.ts";
import { count, counted } from "../words.ts";

/** What came of a phase, in a few words; null where the log has nothing of the sort. */
export function phaseNews(phase: PhaseName, { runs, versions, moves, work }: LifeWith<"work">): string | null {
  switch (phase) {
    case "data": {
      const { snapshot } = work;
      return snapshot && `${counted(snapshot.rows, "row")} × ${counted(snapshot.columns, "column")}`;
    }
    case "preparation": {
      const { split } = work;
      return split && `${count(split.trainingRows)} to learn, ${count(split.testRows)} to test`;
    }
    case "training": {
      const trials = work.trials.all;
      return trials === 0 ? null : `${counted(trials, "setting")} tried in ${counted(runs.length, "run")}`;
    }
    case "evaluation": {
      const rounds = runs.filter(({ verdict }) => verdict !== null).length;
      const word = rounds === 1 ? "round" : "rounds";
      return rounds === 0 ? null : `${count(rounds)} ${word} of training and evaluation`;
    }
    case "deployment": {
      const live = new Set(championTenures(moves).map(({ version }) => version)).size;
      return versions.length === 0 ? null : `${counted(versions.length, "version")}, ${count(live)} went live`;
    }
    case "maintenance": {
      const changes = championTenures(moves).length - 1;
      return changes < 1 ? null : `${counted(changes, "change")} of champion`;
    }
    default:
      return null;
  }
}
