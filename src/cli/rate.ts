import { resolve } from "node:path";
import { fail, listNames, suggestion } from "../errors/index.ts";
import { giveFeedback } from "../people/index.ts";
import { roleTitle } from "../pictures/index.ts";
import { describeRun } from "../run/index.ts";
import { type Actor, homeFolder, listRuns, requireHome, type Store } from "../store/index.ts";
import { loadWorkflow, type PeopleSpec, type PhaseName, phases, roles } from "../workflow/index.ts";
import { actorOf } from "./actor.ts";
import { type Answer, type Command, type Invocation, text } from "./command.ts";
import { homeOf, withStore } from "./home.ts";

type Role = keyof PeopleSpec;

export const rateCommand: Command = {
  name: "rate",
  summary: "Say how a phase of the work feels, from 1 (painful) to 5 (a pleasure)",
  arguments: [
    { name: "<phase>", summary: `${phases.map(({ name }) => name).join(", ")}` },
    { name: "<score>", summary: "1, 2, 3, 4 or 5" },
    { name: "[text]", summary: "why, in your words" },
  ],
  options: [
    { flags: "--as <role>", summary: `in which role: ${roles.join(", ")}` },
    { flags: "--workflow <name>", summary: "whose workflow: its name or its file (default: the one in this home)" },
  ],
  examples: [
    {
      line: 'millrace rate data 2 "half a day of waiting" --as dataEngineer',
      does: "what stands in the user journey from now on",
    },
    { line: "millrace rate maintenance 5 --workflow churn", does: "where a home has several workflows" },
  ],
  async run(invocation): Promise<Answer> {
    const [phase, score] = [phaseOf(invocation.args[0]!), scoreOf(invocation.args[1]!)];
    const role = roleOf(text(invocation, "as"));
    const file = await workflowFile(invocation);
    await requireHome(homeFolder(homeOf(invocation, file?.path)));
    return withStore(
      invocation,
      async (store) => {
        const { name, people } = file ?? (await workflowOf(store, text(invocation, "workflow")));
        const body = { workflow: name, phase, score, text: (invocation.args[2] ?? "").trim(), role: role ?? null };
        const named = role === undefined ? undefined : people[role];
        const actor: Actor = named === undefined ? actorOf(invocation.terminal) : { kind: "person", name: named };
        await giveFeedback(store, body, actor);
        return {
          exitCode: 0,
          json: { ...body, actor: actor.name },
          text: said({ ...body, actor: actor.name, role }),
        };
      },
      file?.path,
    );
  },
};

/** A workflow, and who is who in it. */
interface Rated {
  readonly name: string;
  readonly people: PeopleSpec;
}

function phaseOf(given: string): PhaseName {
  const found = phases.find(({ name }) => name === given.toLowerCase());
  if (found !== undefined) return found.name;
  const names = phases.map(({ name }) => name);
  throw fail("CLI_OPTION_INVALID", {
    option: "<phase>",
    expected: `a phase of the work (${names.join(", ")})`,
    got: given,
    suggestion: suggestion(given, names),
  });
}

function scoreOf(given: string): number {
  if (/^[1-5]$/.test(given)) return Number(given);
  throw fail("CLI_OPTION_INVALID", { option: "<score>", expected: "a whole number from 1 to 5", got: given });
}

function roleOf(given: string | undefined): Role | undefined {
  if (given === undefined) return undefined;
  const found = roles.find((role) => role.toLowerCase() === given.toLowerCase());
  if (found !== undefined) return found;
  throw fail("CLI_OPTION_INVALID", {
    option: "--as",
    expected: `a role (${roles.join(", ")})`,
    got: given,
    suggestion: suggestion(given, roles),
  });
}

/** The workflow of a file that was named; null where a name was given, or nothing. */
async function workflowFile(invocation: Invocation): Promise<(Rated & { readonly path: string }) | null> {
  const named = text(invocation, "workflow");
  if (named === undefined) return null;
  if (!/\.[cm]?[jt]s$/.test(named)) return null;
  const { workflow, file } = await loadWorkflow(resolve(invocation.terminal.workingFolder, named));
  return { name: workflow.name, people: workflow.problem.people, path: file };
}

/** The workflow of that name, or the only one that has run in this home. */
async function workflowOf(store: Store, named: string | undefined): Promise<Rated> {
  const runs = await listRuns(store);
  const names = [...new Set(runs.map(({ workflow }) => workflow))].sort();
  const wanted = named ?? (names.length === 1 ? names[0]! : undefined);
  const newest = runs.find(({ workflow }) => workflow === wanted);
  if (newest === undefined) throw unknownWorkflow(named, names);
  const { declaration } = await describeRun(store, newest.id);
  return { name: newest.workflow, people: declaration.problem.people };
}

function unknownWorkflow(named: string | undefined, names: readonly string[]): Error {
  if (names.length === 0) {
    const reason = "no workflow has run in this home yet; name its file with --workflow";
    return fail("CLI_USAGE", { reason, command: "rate" });
  }
  if (named === undefined) {
    const reason = `this home has several workflows (${listNames(names)}); name one with --workflow`;
    return fail("CLI_USAGE", { reason, command: "rate" });
  }
  return fail("CLI_OPTION_INVALID", {
    option: "--workflow",
    expected: `a workflow file, or a workflow of this home (${listNames(names)})`,
    got: named,
    suggestion: suggestion(named, names),
  });
}

function said(given: {
  workflow: string;
  phase: string;
  score: number;
  text: string;
  actor: string;
  role: Role | undefined;
}): string {
  const who = given.role === undefined ? given.actor : `${given.actor} (${roleTitle(given.role)})`;
  const why = given.text === "" ? "" : `: ${given.text}`;
  return `${who} rates ${given.phase} of ${given.workflow} ${given.score} of 5${why}\nsee it: millrace diagram journey`;
}
