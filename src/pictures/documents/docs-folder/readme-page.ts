import { roles } from "../../../workflow/index.ts";
import { judgedBy, roleTitle } from "../../declared-words.ts";
import { instant } from "../../words.ts";
import { type Block, callout, code, facts, fixed, link, paragraph, section, table } from "../document.ts";
import { capital, pictureOf } from "../picture-block.ts";
import { endingOf } from "../run-report/ending.ts";
import { versionsTable } from "../run-report/lived.ts";
import { metricFacts } from "../run-report/worth.ts";
import type { DocsContext, DocsPage } from "./page.ts";

/** What this model is for, and how it stands. @param others the other pages, for the table of contents */
export function readmePage(others: readonly DocsPage[]): DocsPage {
  return {
    file: "README.md",
    summary: "what this model is for, and how it stands",
    shows: "history",
    draw: (context) => {
      const { subject } = context;
      const { problem } = subject.declaration;
      const sections = [
        section("stands", "How it stands", standing(context)),
        section("way", "The whole way", [
          pictureOf(subject, subject.run === null ? "declaration" : "run", "flowchart"),
        ]),
        section("people", "People", [
          table(
            ["Who", "Role"],
            roles.flatMap((role) =>
              problem.people[role] === undefined ? [] : [[problem.people[role], capital(roleTitle(role))]],
            ),
          ),
        ]),
        section("more", "Read on", [
          table(
            ["Page", "What for"],
            others.map(({ file, summary }) => [link(file, file), capital(summary)]),
          ),
          paragraph([
            "This folder is written by ",
            fixed("millrace docs"),
            "; change ",
            fixed(context.workflowFile),
            " and write it anew. In CI:",
          ]),
          code("sh", "npx millrace docs --check"),
        ]),
      ];
      return {
        kind: "Model",
        title: subject.name,
        lead: problem.objective ?? `A workflow for ${problem.task}.`,
        sections: sections.filter((one) => one !== null),
      };
    },
  };
}

function standing({ subject, declaration }: DocsContext): (Block | null)[] {
  const { run, life } = subject;
  const asked = facts([["Judged by", judgedBy(subject.declaration)]]);
  if (run === null || life === null) {
    const said = life === null ? "It has not run here yet" : "Its newest version was imported, and made elsewhere";
    return [
      callout("plain", `${said}: this is what is declared.`),
      asked,
      ...(life === null ? [] : versionsTable(life)),
    ];
  }
  const { story } = run;
  const { words, tone } = endingOf(story);
  const champion = life.aliases.find(({ alias }) => alias === "champion");
  return [
    callout(tone, [`The newest run: ${words}. `, fixed(story.row.id), `, ${instant(story.row.started_at)} UTC.`]),
    story.row.declaration === declaration ? null : callout("open", "The declaration has changed since that run."),
    facts([
      ["Judged by", judgedBy(subject.declaration)],
      ["Champion", champion === undefined ? "none" : fixed(`${subject.name}@${champion.version}`)],
    ]),
    metricFacts(story),
    ...versionsTable(life),
  ];
}
