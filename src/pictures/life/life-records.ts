import { aliasesOf } from "../../store/index.ts";
import {
  type LifeRecords,
  type LifeRun,
  type LifeVersion,
  type LogMark,
  runColumns,
  versionColumns,
} from "../subject.ts";
import { eventsAbout, idsOf, type LifeSource } from "./life-source.ts";

/** What every picture of a life knows. */
export async function lifeRecords(source: LifeSource): Promise<LifeRecords> {
  const runs = await runsOf(source);
  const moves = await eventsAbout(source, "model", "alias.moved");
  const feedback = await eventsAbout(source, "workflow", "feedback.given");
  const imports = await eventsAbout(source, "model", "model.imported");
  return {
    log: await logMark(source, runs, [...moves, ...feedback, ...imports, ...importedVersions(imports)]),
    fold: source.fold,
    runs,
    versions: await versionsOf(source),
    aliases: await aliasesOf(source.store, source.workflow),
    imports,
    moves,
    feedback,
  };
}

/** The version that an import made is the event after it. */
function importedVersions(imports: LifeRecords["imports"]): { readonly run: null; readonly seq: number }[] {
  return imports.map(({ seq }) => ({ run: null, seq: seq + 1 }));
}

function runsOf({ store, workflow, pages }: LifeSource): Promise<LifeRun[]> {
  return pages.all((last: LifeRun | undefined, limit) =>
    store.records
      .selectFrom("runs")
      .select(runColumns)
      .where("workflow", "=", workflow)
      .where("seq", ">", last?.seq ?? 0)
      .orderBy("seq")
      .limit(limit)
      .execute(),
  );
}

function versionsOf({ store, workflow, pages }: LifeSource): Promise<LifeVersion[]> {
  return pages.all((last: LifeVersion | undefined, limit) =>
    store.records
      .selectFrom("versions")
      .select(versionColumns)
      .where("model", "=", workflow)
      .where("version", ">", last?.version ?? 0)
      .orderBy("version")
      .limit(limit)
      .execute(),
  );
}

/** Counts the events of the runs, and those beside them: moves by hand, and what people said. */
async function logMark(
  { store, pages }: LifeSource,
  runs: readonly LifeRun[],
  others: readonly { readonly run: string | null; readonly seq: number }[],
): Promise<LogMark> {
  const beside = others.filter(({ run }) => run === null);
  const counts = await pages.of(runs, (some) =>
    store.records
      .selectFrom("events")
      .select((eb) => [eb.fn.countAll<number>().as("events"), eb.fn.max("seq").as("seq")])
      .where("run", "in", idsOf(some))
      .execute(),
  );
  const marks = [...counts, ...beside.map(({ seq }) => ({ events: 1, seq }))];
  const seq = marks.reduce((newest, mark) => Math.max(newest, mark.seq), 0);
  const last = await store.records.selectFrom("events").select("hash").where("seq", "=", seq).executeTakeFirstOrThrow();
  return { events: marks.reduce((sum, { events }) => sum + events, 0), seq, hash: last.hash };
}
