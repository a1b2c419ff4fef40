import type { DrawnBlock, DrawnItem, DrawnParticipant, SequenceDrawing } from "./drawing.ts";
import type { Choice, Loop, Place, Told } from "./telling.ts";

/** What a sequence diagram says, in order. */
export function tellSequence(drawing: SequenceDrawing): Told[] {
  const told: Told[] = [];
  const byId = new Map(drawing.participants.map((participant) => [participant.id, participant]));
  tellItems(drawing.items, [], byId, told);
  return told;
}

function tellItems(
  items: readonly DrawnItem[],
  place: Place,
  byId: ReadonlyMap<string, DrawnParticipant>,
  told: Told[],
): void {
  const named = (id: string | undefined): DrawnParticipant | null => byId.get(id ?? "") ?? null;
  for (const item of items) {
    if (item.type === "block") tellBlock(item, place, byId, told);
    else if (item.type === "note") {
      const { line, text, over } = item;
      told.push({ type: "utterance", kind: "note", line, text, from: named(over[0]), to: null, place });
    } else {
      const { line, text, from, to, isReply } = item;
      const kind = isReply ? "reply" : "request";
      told.push({ type: "utterance", kind, line, text, from: named(from), to: named(to), place });
    }
  }
}

function tellBlock(
  { kind, line, branches }: DrawnBlock,
  place: Place,
  byId: ReadonlyMap<string, DrawnParticipant>,
  told: Told[],
): void {
  if (kind === "par") {
    for (const { items } of branches) tellItems(items, place, byId, told);
    return;
  }
  const text = branches[0]?.label ?? "";
  if (kind === "loop") {
    const loop: Loop = { type: "loop", line, text, backTo: null, place };
    told.push(loop);
    tellItems(branches[0]?.items ?? [], [...place, { within: "loop", loop }], byId, told);
    return;
  }
  const shown = branches.map((branch) => ({ line: branch.line, label: branch.label }));
  const choice: Choice = { type: "choice", kind, line, text, branches: shown, place };
  told.push(choice);
  for (const [branch, { items }] of branches.entries()) {
    tellItems(items, [...place, { within: "branch", choice, branch }], byId, told);
  }
}
