import { listNames, suggestion } from "../../../errors/index.ts";
import { declarablePaths, valueAt } from "../../declaration-shape.ts";
import { roles } from "../../roles.ts";
import type { DeclarationPath } from "../locate.ts";
import type { Rule } from "../rule.ts";

const longestName = 64;

/** The name is safe in URLs, file names and shells. */
export const nameShape: Rule = {
  name: "name-shape",
  severity: "error",
  summary: "`name` is lower-case letters and digits in words joined by `-`, at most 64 characters.",
  example: {
    code: 'name: "Bird Strikes!"',
    message: 'name "Bird Strikes!" must be lower-case words joined by "-".',
  },
  *check({ spec: { name }, locate }) {
    if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= longestName) return;
    const shown = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
    yield {
      message: `name "${shown}" must be lower-case words joined by "-".`,
      fix: `Write name: "${nameFrom(name)}".`,
      at: locate(["name"]),
    };
  },
};

/** The nearest allowed name: "Bird Strikes!" becomes "bird-strikes". */
export function nameFrom(text: string): string {
  const words = text
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const joined = (words ?? [])
    .join("-")
    .replace(/^[^a-z]+/, "")
    .slice(0, longestName)
    .replace(/-+$/, "");
  return joined === "" ? "workflow" : joined;
}

const sections = ["", ...new Set(declarablePaths.filter((path) => path.includes(".")).map(parentOf))];

/** A mistyped section is never silently ignored. */
export const unknownKey: Rule = {
  name: "unknown-key",
  severity: "error",
  summary: "Every key of the declaration is one that Millrace knows.",
  example: {
    code: 'feautures: (c) => ({ old: c["age"].gt(60) })',
    message:
      '"feautures" is no section of a workflow. Did you mean "features"? Known: name, problem, data, checks, features, split, candidates, search, gates, rollout, monitor, schedule and 1 more.',
  },
  *check({ declared, locate }) {
    for (const section of [...sections, "problem.people"]) {
      const value = section === "" ? declared : valueAt(declared, section);
      if (typeof value !== "object" || value === null) continue;
      const known: readonly string[] = section === "problem.people" ? roles : keysOf(section);
      for (const key of Object.keys(value)) {
        if (known.includes(key)) continue;
        const path: DeclarationPath = [...(section === "" ? [] : section.split(".")), key];
        const what = section === "" ? "no section of a workflow" : `no key of ${section}`;
        yield {
          message: `"${key}" is ${what}.${suggestion(key, known)} Known: ${listNames(known)}.`,
          fix: "Correct the key, or take it out.",
          at: locate(path),
        };
      }
    }
  },
};

/** A seed is a whole number from 0 up, so that every generator takes it. */
export const seedRange: Rule = {
  name: "seed-range",
  severity: "error",
  summary: "`seed` is a whole number from 0 to 4294967295.",
  example: { code: "seed: -1", message: "seed must be a whole number from 0 to 4294967295, got -1." },
  *check({ spec: { seed }, locate }) {
    if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return;
    yield {
      message: `seed must be a whole number from 0 to 4294967295, got ${seed}.`,
      fix: "Write seed: 1, or leave it out.",
      at: locate(["seed"]),
    };
  },
};

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("."));
}

function keysOf(section: string): string[] {
  const prefix = section === "" ? "" : `${section}.`;
  return declarablePaths
    .filter((path) => path.startsWith(prefix) && path !== section && !path.slice(prefix.length).includes("."))
    .map((path) => path.slice(prefix.length));
}
