import { dataPage } from "./data-page.ts";
import { decisionsPage } from "./decisions-page.ts";
import { diagramsPage, happenedPage } from "./diagrams-pages.ts";
import { onboardingPage } from "./onboarding-page.ts";
import type { DocsPage } from "./page.ts";
import { readmePage } from "./readme-page.ts";
import { runbookPage } from "./runbook-page.ts";
import { workflowPage } from "./workflow-page.ts";

const inner: readonly DocsPage[] = [
  onboardingPage,
  workflowPage,
  diagramsPage,
  dataPage,
  decisionsPage,
  happenedPage,
  runbookPage,
];

/** Every page of the folder; each is always written, so that one that is missing can be told. */
export const docsPages: readonly DocsPage[] = [readmePage(inner), ...inner];
