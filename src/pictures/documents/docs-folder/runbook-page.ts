import { describeRole, type PortableSpec, roles } from "../../../workflow/index.ts";
import { judgedBy, roleTitle } from "../../declared-words.ts";
import { commandLines, shellWord } from "../command-lines.ts";
import {
  type Block,
  callout,
  code,
  facts,
  fixed,
  link,
  list,
  paragraph,
  type Section,
  section,
  table,
} from "../document.ts";
import { capital } from "../picture-block.ts";
import type { DocsContext, DocsPage } from "./page.ts";

/** How to run, use, reproduce and undo, and whom to call. */
export const runbookPage: DocsPage = {
  file: "runbook.md",
  summary: "how to run it, use it, do it again, go back, and whom to call",
  shows: "declaration",
  draw: (context) => ({
    kind: "Runbook",
    title: `${context.subject.name}: runbook`,
    lead: ["Commands are meant for the folder of ", fixed(context.workflowFile), "."],
    sections: sectionsOf(context),
  }),
};

function sectionsOf({ subject: { name, declaration }, workflowFile }: DocsContext): Section[] {
  const [model, file] = [shellWord(name), shellWord(workflowFile)];
  const sections = [
    section("call", "Whom to call", callBlocks(declaration)),
    section("run", "Run it", [
      paragraph("An interrupted run goes on where it was; a step whose inputs are the same is not done again."),
      code(
        "sh",
        commandLines([
          [`npx millrace lint ${file}`, "does the declaration fit the data?"],
          [`npx millrace run ${file}`, "data to a gated, registered model"],
        ]),
      ),
      table(
        ["Exit code", "Means"],
        [
          ["0", "every gate holds; a version is registered"],
          ["1", "something broke that is no fault of the data"],
          ["2", "the declaration or the command is at fault; the message says where and how to mend it"],
          ["3", "a gate fails; no version, no alias moves"],
          ["4", "too little evidence to decide; no version, no alias moves"],
          ["5", "a check of the data fails; the rows at fault are kept aside"],
        ],
      ),
    ]),
    section("use", "Use the model", [
      code(
        "sh",
        commandLines([
          [`npx millrace predict ${model} --data FILE --out FILE`, "score a file with the champion"],
          ["npx millrace serve", "answer requests"],
        ]),
      ),
    ]),
    section("understand", "Find out what happened", [
      code(
        "sh",
        commandLines([
          ["npx millrace show", "the newest run"],
          ["npx millrace report", "the same as a document with diagrams"],
          ["npx millrace why", "why a step was done, or not"],
          [`npx millrace show ${model}`, "the version that answers now"],
          ["npx millrace doctor", "is the home sound?"],
        ]),
      ),
    ]),
    section("again", "Do it again", [
      paragraph("Proves that a version comes out of its snapshot, declaration and seed, to the bit."),
      code("sh", `npx millrace reproduce ${model}@VERSION`),
    ]),
    section("back", "Go back", backBlocks(model)),
    section("trouble", "When something is wrong", troubleBlocks(declaration)),
    section("keep", "Keep it", [code("sh", "npx millrace backup FILE\nnpx millrace restore FILE")]),
  ];
  return sections.filter((one) => one !== null);
}

function callBlocks(declaration: PortableSpec): (Block | null)[] {
  const { people } = declaration.problem;
  const named = roles.filter((role) => people[role] !== undefined);
  const order = [...named.filter((role) => role === "onCall"), ...named.filter((role) => role !== "onCall")];
  return [
    people.onCall === undefined
      ? callout("open", ["Nobody is named as on call. Name somebody in ", fixed("problem.people.onCall"), "."])
      : null,
    table(
      ["Who", "Role", "What they do"],
      order.map((role) => [people[role]!, capital(roleTitle(role)), describeRole(role)]),
    ),
  ];
}

function backBlocks(model: string): (Block | null)[] {
  return [
    paragraph("A version never changes, so every earlier one can still answer:"),
    code(
      "sh",
      commandLines([
        ["npx millrace ls", "versions, and which alias points where"],
        [`npx millrace predict ${model}@VERSION --data FILE --out FILE`, "what would it have said?"],
      ]),
    ),
    list([
      "A run whose gates don't hold moves no alias: the champion stays as it was.",
      [
        "To make an earlier state the new one, check out its commit (",
        fixed("millrace show"),
        " names it) and run: the same snapshot and declaration give the same model.",
      ],
    ]),
  ];
}

function troubleBlocks(declaration: PortableSpec): (Block | null)[] {
  const { monitor } = declaration;
  return [
    facts([
      [
        "A check fails",
        [
          "Look at the rows that were kept aside; mend the data, or the check in ",
          link("the declaration", "workflow.md#checks"),
          ".",
        ],
      ],
      [
        "A gate fails",
        [
          "The reason has figures: ",
          link("decisions", "decisions.md"),
          ". Change data, features or candidates; lower a bound only with who decides.",
        ],
      ],
      ["Too little evidence", "More test rows decide it; the alert says about how many."],
      ["Judged by", judgedBy(declaration)],
      monitor === undefined ? null : ["Watched in windows of", monitor.window],
    ]),
  ];
}
