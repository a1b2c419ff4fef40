import type { PortableSpec } from "../../../workflow/index.ts";
import { judgedBy, personText, searchText, splitText, targetText } from "../../declared-words.ts";
import { shellWord } from "../command-lines.ts";
import {
  type Block,
  code,
  fixed,
  heading,
  link,
  list,
  paragraph,
  type Section,
  section,
  type Words,
} from "../document.ts";
import type { DocsContext, DocsPage } from "./page.ts";
import { type Term, termsBlock } from "./terms.ts";

/** Walks a newcomer through this very workflow; each term is explained once, where it is first needed. */
export const onboardingPage: DocsPage = {
  file: "onboarding.md",
  summary: "for whoever is new: this workflow step by step, each term explained once",
  shows: "declaration",
  draw: ({ subject, workflowFile }) => ({
    kind: "Onboarding",
    title: `${subject.name}: for whoever is new`,
    lead: ["Half an hour, from the question to your first run of ", fixed(workflowFile), "."],
    sections: stationsOf({ subject, workflowFile }).map(stationSection),
  }),
};

/** One stop of the walk. */
interface Station {
  readonly id: string;
  readonly title: string;
  readonly here: readonly (Words | Block | null)[];
  readonly terms: readonly Term[];
  readonly more: Words;
}

function stationSection({ id, title, here, terms, more }: Station): Section {
  const blocks = here.map((one) => (one !== null && isBlock(one) ? one : one === null ? null : paragraph(one)));
  return section(id, title, [
    ...blocks,
    ...(terms.length === 0 ? [] : [heading("New words")]),
    termsBlock(terms),
    paragraph(more),
  ])!;
}

const blockKinds = new Set([
  "paragraph",
  "heading",
  "list",
  "facts",
  "tiles",
  "table",
  "plot",
  "code",
  "diagram",
  "callout",
  "details",
]);

function isBlock(one: Words | Block): one is Block {
  return (
    typeof one === "object" &&
    "kind" in one &&
    blockKinds.has(one.kind) &&
    !(one.kind === "code" && !("language" in one))
  );
}

function stationsOf({
  subject: { name, declaration },
  workflowFile,
}: Pick<DocsContext, "subject" | "workflowFile">): Station[] {
  return [
    question(declaration),
    data(declaration),
    learning(declaration),
    judgement(declaration),
    versions(declaration),
    firstHour(name, workflowFile),
  ];
}

function question(declaration: PortableSpec): Station {
  const { objective, positive } = declaration.problem;
  const target = targetText(declaration);
  return {
    id: "question",
    title: "The question",
    here: [
      objective ?? `This workflow is for ${declaration.problem.task}.`,
      target === null
        ? "There is no target: what is sought is not in the data."
        : [
            "What is predicted is ",
            fixed(target),
            positive === undefined ? "." : ", and the class that matters is ",
            ...(positive === undefined ? [] : [fixed(positive), "."]),
          ],
      `It is judged by ${judgedBy(declaration)}.`,
    ],
    terms: ["workflow / step", "declaration", "target", "positive class", "metric", "minimum / goal"],
    more: ["All of it: ", link("the problem", "workflow.md#problem"), "."],
  };
}

function data(declaration: PortableSpec): Station {
  const { data, checks, features } = declaration;
  return {
    id: "data",
    title: "The data",
    here: [
      ["Rows come from ", fixed(data.path), ". A run takes them as a snapshot, and never looks at the file again."],
      checks.length === 0
        ? "No check is declared, so all that is looked at is whether a column gives the answer away."
        : [
            `Before anything is trained, ${checks.length === 1 ? "one check" : `${checks.length} checks`} must hold: `,
            link("which", "workflow.md#checks"),
            ".",
          ],
      Object.keys(features).length === 0
        ? null
        : [`New columns are made of them: ${Object.keys(features).join(", ")}.`],
      `Then rows are divided ${splitText(declaration)}.`,
    ],
    terms: ["snapshot", "digest", "kind", "check", "quarantine", "profile", "sample", "feature", "expression", "split"],
    more: ["Every column: ", link("the data dictionary", "data.md"), "."],
  };
}

function learning(declaration: PortableSpec): Station {
  const names = declaration.candidates
    .map(({ name }) => fixed(name))
    .flatMap((name, i) => (i === 0 ? [name] : [", ", name]));
  return {
    id: "learning",
    title: "Learning",
    here: [
      ["Compared are ", ...names, `; ${searchText(declaration)}.`],
      "The best setting is fitted again on all training rows.",
    ],
    terms: ["candidate", "estimator", "trial", "fold", "leaderboard", "baseline", "model"],
    more: [
      "What each is: ",
      link("candidates", "workflow.md#candidates"),
      ", ",
      link("search", "workflow.md#search"),
      ".",
    ],
  };
}

function judgement(declaration: PortableSpec): Station {
  const { gates } = declaration;
  return {
    id: "judgement",
    title: "Judgement",
    here: [
      "The model is measured once, on rows that nothing was learned from. A figure comes with an interval: how far another test set might move it.",
      gates.length === 0
        ? "No gate is declared."
        : [
            `Then ${gates.length === 1 ? "one gate decides" : `${gates.length} gates decide`}: `,
            link("which", "workflow.md#gates"),
            ".",
          ],
    ],
    terms: ["validation rows / test rows", "threshold", "slice", "gate", "insufficient evidence"],
    more: ["What was decided so far: ", link("decisions", "decisions.md"), "."],
  };
}

function versions(declaration: PortableSpec): Station {
  const { rollout } = declaration;
  return {
    id: "versions",
    title: "A version, and its life",
    here: [
      rollout === undefined
        ? "If every gate holds, a version is registered and becomes champion at once."
        : [
            "If every gate holds, a version is registered and goes live step by step: ",
            link("the rollout", "workflow.md#rollout"),
            ".",
          ],
      `If it goes wrong, ${personText(declaration, "onCall")} is the one to ask.`,
    ],
    terms: ["model version", "alias", "champion", "run / task", "event", "home", "artifact"],
    more: ["As pictures: ", link("diagrams", "diagrams.md"), ", and ", link("what happened", "happened.md"), "."],
  };
}

function firstHour(name: string, workflowFile: string): Station {
  return {
    id: "first-hour",
    title: "Your first hour",
    here: [
      code(
        "sh",
        `npm install\nnpx millrace lint ${shellWord(workflowFile)}\nnpx millrace run ${shellWord(workflowFile)}\nnpx millrace report\nnpx millrace predict ${shellWord(name)} --data FILE --out FILE`,
      ),
      list(
        [
          ["Read the report that ", fixed("millrace report"), " writes: it tells the run in order."],
          [
            "Change one line of ",
            fixed(workflowFile),
            ", run again, and ask ",
            fixed("millrace why"),
            " what was done anew.",
          ],
          ["Run ", fixed("millrace docs"), ", and see in the diff of this folder what your change means."],
        ],
        true,
      ),
    ],
    terms: [],
    more: ["For every day: ", link("the runbook", "runbook.md"), "."],
  };
}
