import { fail, listNames, suggestion } from "../../errors/index.ts";
import {
  type LifePart,
  type LifeView,
  type LifeWith,
  type LogMark,
  lifeWith,
  type RunView,
  type Subject,
  type View,
} from "../subject.ts";
import {
  type Diagram,
  type DiagramKind,
  type Drawing,
  type DrawOptions,
  defaultFold,
  type LifeDrawing,
  type Wanted,
} from "./diagram.ts";
import { diagramTable } from "./table.ts";

/** The diagram of that name. @throws PICTURE_KIND_UNKNOWN */
export function findDiagram(kind: string): Diagram {
  const found = diagramTable.find((diagram) => diagram.kind === kind);
  if (found !== undefined) return found;
  const kinds = diagramTable.map((diagram) => diagram.kind);
  throw fail("PICTURE_KIND_UNKNOWN", { kind, suggestion: suggestion(kind, kinds), kinds: kinds.join(", ") });
}

/**
 * Draws a subject. What can't be drawn of the view that was asked for is drawn of another, and the title says which.
 * @throws PICTURE_KIND_UNKNOWN, PICTURE_ASPECT_UNKNOWN, PICTURE_NOTHING_TO_DRAW
 */
export function drawDiagram(kind: DiagramKind | string, subject: Subject, options: DrawOptions = {}): Drawing {
  const diagram = findDiagram(kind);
  const wanted = wantedOf(diagram, options);
  const { view, lines } = linesOf(diagram, subject, wanted);
  const title = titleOf(subject, view);
  const source = `%% Drawn by Millrace ${provenance(subject, view)}`;
  return { kind: diagram.kind, view, title, text: `${[...headOf(title, diagram), source, ...lines].join("\n")}\n` };
}

/** The head of a picture's text: its title and its layout. JSON is YAML, too. */
export function headOf(title: string, { settings }: Pick<Diagram, "settings">): string[] {
  const config = settings === undefined ? [] : [`config: ${JSON.stringify(settings)}`];
  return ["---", `title: ${JSON.stringify(title)}`, ...config, "---"];
}

function wantedOf(diagram: Diagram, { aspect, fold = defaultFold }: DrawOptions): Wanted {
  const aspects = Object.keys(diagram.aspects ?? {});
  if (aspect !== undefined && !aspects.includes(aspect)) {
    throw fail("PICTURE_ASPECT_UNKNOWN", {
      kind: diagram.kind,
      aspect,
      suggestion: suggestion(aspect, aspects),
      aspects: aspects.length === 0 ? "it has but one" : listNames(aspects),
    });
  }
  return { aspect: aspect ?? aspects[0] ?? "", fold };
}

function linesOf({ kind, of }: Diagram, subject: Subject, wanted: Wanted): { view: View; lines: readonly string[] } {
  const views = Object.keys(of) as View[];
  for (const view of [subject.asked, ...views]) {
    if (view === "run" && of.run !== undefined && subject.run !== null) {
      return { view, lines: of.run(subject.run, subject, wanted) };
    }
    if (view === "life" && of.life !== undefined && subject.life !== null) {
      return { view, lines: of.life.draw(drawableLife(subject.life, of.life, wanted), subject, wanted) };
    }
    if (view === "declaration" && of.declaration !== undefined) {
      return { view, lines: of.declaration(subject, wanted) };
    }
  }
  throw fail("PICTURE_NOTHING_TO_DRAW", { kind, name: subject.name });
}

/** @throws Error where the life was loaded for other diagrams, or for a smaller fold */
function drawableLife(life: LifeView, { needs }: LifeDrawing<LifePart>, { fold }: Wanted): LifeWith<LifePart> {
  if (fold > life.fold)
    throw new Error(`the life was loaded for a fold of ${life.fold}, and is to be drawn with ${fold}`);
  return lifeWith(life, needs);
}

function titleOf({ name, run }: Subject, view: View): string {
  if (view === "run") return `${name}: run ${run!.story.row.id}`;
  return view === "life" ? `${name}: from its first run on` : `${name}: as declared`;
}

/** What it was drawn from, so that a reader can check it against the log. */
function provenance({ run, life }: Subject, view: View): string {
  const mark = view === "run" ? markOf(run!) : view === "life" ? life!.log : null;
  if (mark === null) return "from the declaration";
  return `from ${mark.events} events of the log, up to no. ${mark.seq} (${mark.hash.slice(0, 12)})`;
}

function markOf({ events }: RunView): LogMark | null {
  const last = events.at(-1);
  return last === undefined ? null : { events: events.length, seq: last.seq, hash: last.hash };
}
