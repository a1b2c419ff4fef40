/** How a part of a picture stands; each has one colour in every picture, and a word for those who don't see colours. */
export type PartState =
  | "planned"
  | "done"
  | "reused"
  | "running"
  | "warned"
  | "failed"
  | "skipped"
  | "added"
  | "removed"
  | "changed";

const looks: Readonly<Record<PartState, string>> = {
  planned: "fill:#ffffff,stroke:#5b6470,color:#1c2128",
  done: "fill:#e3f4e8,stroke:#2a7a45,color:#12351e",
  reused: "fill:#e6eefb,stroke:#3a66ad,color:#14284a",
  running: "fill:#e8e4fb,stroke:#5b47b5,color:#231a55",
  warned: "fill:#fff2d1,stroke:#94690a,color:#4a3403",
  failed: "fill:#fde4e1,stroke:#b3352a,color:#5a140e",
  skipped: "fill:#f5f6f8,stroke:#a5acb5,color:#6b737d,stroke-dasharray:4 3",
  added: "fill:#e3f4e8,stroke:#2a7a45,color:#12351e,stroke-width:2px",
  removed: "fill:#fde4e1,stroke:#b3352a,color:#5a140e,stroke-dasharray:4 3",
  changed: "fill:#fff2d1,stroke:#94690a,color:#4a3403,stroke-width:2px",
};

/** `classDef` lines of the states that a picture uses, in the table's order. */
export function stateStyles(used: Iterable<PartState>): string[] {
  const wanted = new Set(used);
  return (Object.keys(looks) as PartState[])
    .filter((state) => wanted.has(state))
    .map((state) => `  classDef ${state} ${looks[state]}`);
}
