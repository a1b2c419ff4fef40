import type { Phase } from "../../workflow/index.ts";
import { roleTitle } from "../declared-words.ts";
import { frictionOf, type RoleFriction, type Voices } from "../friction.ts";
import { type JourneySection, type JourneyTask, journeyLines } from "../mermaid/journey-lines.ts";
import type { LifeWith } from "../subject.ts";
import { counted } from "../words.ts";
import { type Diagram, lifeDrawing } from "./diagram.ts";
import { phaseNews } from "./phase-news.ts";

/** Longer words of people are cut: the log holds them whole. */
const longestQuote = 40;

/** How the work feels, phase by phase and role by role: from measured friction, and from what people said. */
export const journey: Diagram = {
  kind: "journey",
  title: "Journey",
  summary: "how each phase of the work feels to each role, from measured friction and from what people said",
  settings: { journey: { width: 184, height: 88, taskMargin: 12, diagramMarginX: 12, taskFontSize: 12 } },
  of: {
    life: lifeDrawing(["work", "incidents"], (life, { name }) =>
      journeyLines(`${name}: how the work feels, 1 to 5`, sectionsOf(life)),
    ),
    declaration: ({ name }) => journeyLines(`${name}: the work ahead`, sectionsOf(null)),
  },
};

function sectionsOf(life: LifeWith<"work" | "incidents"> | null): JourneySection[] {
  return frictionOf(life).map(({ phase, roles }) => {
    const news = life === null ? null : phaseNews(phase.name, life);
    return { title: `${phase.title}: ${news ?? phase.goal}`, tasks: tasksOf(phase, roles) };
  });
}

/** Roles to whom a phase feels the same, for the same reasons, share a task. */
function tasksOf(phase: Phase, roles: readonly RoleFriction[]): JourneyTask[] {
  const tasks = new Map<string, { text: string; score: number; actors: string[] }>();
  for (const role of roles) {
    const task = { text: textOf(phase, role), score: role.score };
    const key = JSON.stringify(task);
    const known = tasks.get(key) ?? { ...task, actors: [] };
    known.actors.push(roleTitle(role.role));
    tasks.set(key, known);
  }
  return [...tasks.values()];
}

/** Where it is met, and why it feels so: what weighs most, else what helps; and what people said. */
function textOf({ touchpoint }: Phase, { measured, said, findings }: RoleFriction): string {
  const pains = findings.filter(({ points }) => points < 0).slice(0, 2);
  const reasons = (pains.length > 0 ? pains : findings).map(({ reason }) => reason);
  const voices = said === null ? [] : [saidText(said)];
  const without = measured === null ? "nothing measured yet" : "no trouble";
  return [touchpoint, ...(reasons.length === 0 ? [without] : reasons), ...voices].join(", ");
}

function saidText({ mean, count, words }: Voices): string {
  const characters = [...words];
  const short = characters.length <= longestQuote ? words : `${characters.slice(0, longestQuote - 1).join("")}…`;
  const quote = words === "" ? "" : ` “${short}”`;
  return count === 1 ? `said to be ${mean} of 5${quote}` : `${counted(count, "voice")} say ${mean} of 5${quote}`;
}
