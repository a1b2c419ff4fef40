import { quoted } from "./text.ts";

/** What is done in a git graph, in its order. Names of branches are texts of anyone; two equal ones are told apart. */
export type GitAct =
  | {
      readonly act: "commit";
      readonly text: string;
      readonly look?: CommitLook | undefined;
      readonly tags?: readonly string[];
    }
  | { readonly act: "branch"; readonly branch: string }
  | { readonly act: "checkout"; readonly branch: string }
  | { readonly act: "merge"; readonly branch: string; readonly tags: readonly string[] };

/** highlight: a commit that counts; reverse: one that was refused or taken back. */
export type CommitLook = "highlight" | "reverse";

const longestName = 28;

/** Mermaid's text. It knows commits by their texts, so a text that comes again gets a number. */
export function gitGraphLines(acts: readonly GitAct[]): string[] {
  const texts = new Map<string, number>();
  const unique = (text: string): string => {
    const seen = (texts.get(text) ?? 0) + 1;
    texts.set(text, seen);
    return seen === 1 ? text : unique(`${text} (${seen})`);
  };
  return ["gitGraph", ...acts.map((act) => `  ${lineOf(act, unique)}`)];
}

function lineOf(act: GitAct, unique: (text: string) => string): string {
  switch (act.act) {
    case "branch":
    case "checkout":
      return `${act.act} ${quoted(act.branch)}`;
    case "merge":
      return `merge ${quoted(act.branch)}${tagsText(act.tags)}`;
    case "commit": {
      const look = act.look === undefined ? "" : ` type: ${act.look.toUpperCase()}`;
      return `commit id: ${quoted(unique(act.text))}${look}${tagsText(act.tags ?? [])}`;
    }
  }
}

function tagsText(tags: readonly string[]): string {
  return tags.map((tag) => ` tag: ${quoted(tag)}`).join("");
}

/** Names that are short enough for a lane, and different from each other and from main. */
export function branchNames(wanted: readonly string[]): string[] {
  const taken = new Set(["main"]);
  const numbers = new Map<string, number>();
  return wanted.map((name) => {
    const characters = [...(name.trim() === "" ? "(no name)" : name.trim())];
    const isLong = characters.length > longestName;
    const short = isLong ? `${characters.slice(0, longestName - 1).join("")}…` : characters.join("");
    let unique = short;
    let number = numbers.get(short) ?? 2;
    for (; taken.has(unique); number++) unique = `${short} (${number})`;
    numbers.set(short, number);
    taken.add(unique);
    return unique;
  });
}
