import { bodyColumns, type EventContent } from "../event-chain.ts";

/** An event of the first format. */
export interface OldEvent {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly run: string | null;
  readonly from_participant: string;
  readonly to_participant: string;
  readonly actor: string;
  readonly body: string;
  readonly previous_hash: string;
  readonly hash: string;
}

type Body = Readonly<Record<string, unknown>>;

interface OldImport {
  /** Its `run.started`. */
  readonly start: OldEvent;
  /** What its version and aliases follow from; null before the version is registered. */
  event: number | null;
}

/** Programs that the first format named where a person belongs: who ran them is not known. */
const programs = new Set(["cli", "command line", "serve", "gc", "reproduce"]);

/** Turns events of the first format into those of the second, one by one, in their order. */
export class LogConversion {
  /** Run -> its workflow. */
  readonly #workflows = new Map<string, string>();
  /** Imports that were written as runs, by their run. */
  readonly #imports = new Map<string, OldImport>();
  /** Old sequence number -> new one, where they differ because an import takes fewer events. */
  readonly #moved = new Map<number, number>();
  /** Run -> its start. */
  readonly #starts = new Map<string, number>();
  /** Run -> event that its next events follow from: the start of the step under way, else of the run. */
  readonly #causes = new Map<string, number>();
  /** Run -> checks and gates decided since its step began. */
  readonly #positions = new Map<string, number>();

  /** The events that this one is now: one, or none or two of an import. @param seq the next free sequence number */
  convert(old: OldEvent, seq: number): EventContent[] {
    const body = JSON.parse(old.body) as Body;
    if (old.type === "run.started") this.#workflows.set(old.run!, String(body["workflow"]));
    if (old.type === "run.started" && body["trigger"] === "import") {
      this.#imports.set(old.run!, { start: old, event: null });
    }
    const imported = old.run === null ? undefined : this.#imports.get(old.run);
    const events = imported === undefined ? [this.#plain(old, seq, body)] : this.#import(old, seq, body, imported);
    if (events.length > 0 && events.at(-1)!.seq !== old.seq) this.#moved.set(old.seq, events.at(-1)!.seq);
    return events;
  }

  #plain(old: OldEvent, seq: number, body: Body): EventContent {
    const cause = old.run === null ? null : (this.#causes.get(old.run) ?? null);
    const envelope = { ...envelopeOf(old, seq, this.#subjectOf(old, body)), cause };
    this.#follow(old, seq);
    return { ...envelope, ...columnsOf(old.type, this.#bodyOf(old, body)) };
  }

  /** A run that imported a model is one event now, before its version; where it registered none, it is none. */
  #import(old: OldEvent, seq: number, body: Body, imported: OldImport): EventContent[] {
    const model = this.#workflows.get(old.run!)!;
    const envelope = (of: OldEvent, at: number) => ({ ...envelopeOf(of, at, ["model", model]), run: null });
    if (old.type === "run.started" || old.type === "run.finished") return [];
    if (old.type !== "version.registered") {
      return [{ ...envelope(old, seq), cause: imported.event, ...columnsOf(old.type, body) }];
    }
    imported.event = seq;
    const { workflowFile: file, code: fileDigest, millrace } = JSON.parse(imported.start.body) as Body;
    const { version, digest } = body;
    const made = { model, version, digest, file, fileDigest, millrace };
    return [
      { ...envelope(imported.start, seq), type: "model.imported", cause: null, ...columnsOf("model.imported", made) },
      { ...envelope(old, seq + 1), cause: seq, ...columnsOf(old.type, body) },
    ];
  }

  #subjectOf({ type, run }: OldEvent, body: Body): readonly [kind: string, name: string] {
    if (type === "version.registered" || type === "alias.moved") return ["model", String(body["model"])];
    if (type === "feedback.given") return ["workflow", String(body["workflow"])];
    const workflow = run === null ? undefined : this.#workflows.get(run);
    return workflow === undefined ? ["home", "home"] : ["workflow", workflow];
  }

  #follow({ type, run }: OldEvent, seq: number): void {
    if (run === null) return;
    if (type === "run.started") this.#starts.set(run, seq);
    if (type === "run.started" || type === "run.resumed" || type === "step.started") this.#causes.set(run, seq);
    if (type === "run.resumed") this.#starts.set(run, seq);
    if (type === "step.finished" || type === "step.failed") this.#causes.set(run, this.#starts.get(run)!);
    if (type === "step.started") this.#positions.set(run, 0);
  }

  #bodyOf({ type, run }: OldEvent, body: Body): Body {
    if (type === "check.decided" || type === "gate.decided") {
      const position = this.#positions.get(run!) ?? 0;
      this.#positions.set(run!, position + 1);
      return { ...body, position };
    }
    return type === "step.finished" ? { ...body, why: this.#reasonOf(body["why"] as Body) } : body;
  }

  #reasonOf(why: Body): Body {
    const from = why["from"] as { run: string; seq: number } | null | undefined;
    return from == null ? why : { ...why, from: { ...from, seq: this.#moved.get(from.seq) ?? from.seq } };
  }
}

/** Members that are free text in this format; later ones may have more. */
const freeText: Readonly<Record<string, readonly string[]>> = {
  "run.started": ["note", "tags"],
  "run.finished": ["error.message", "error.fix"],
  "step.failed": ["error.message", "error.fix"],
  "check.decided": ["message"],
  "gate.decided": ["reason"],
  "alias.moved": ["reason"],
  "alert.raised": ["title", "text"],
  "feedback.given": ["text"],
};

function columnsOf(type: string, body: Body): Pick<EventContent, "body" | "text"> {
  return bodyColumns({ type, body }, freeText[type] ?? []);
}

function envelopeOf(
  { at, type, run, actor }: OldEvent,
  seq: number,
  [subject_kind, subject]: readonly [kind: string, name: string],
): Omit<EventContent, "cause" | "body" | "text"> {
  const person = programs.has(actor) ? "unknown" : actor;
  return { seq, at, type, v: 1, subject_kind, subject, run, actor_kind: "person", actor: person };
}
