import type { Page } from "../page.ts";
import { checksPage } from "./checks.ts";
import { cliPage } from "./cli.ts";
import { diagramsPage } from "./diagrams.ts";
import { errorsPage } from "./errors.ts";
import { estimatorsPage } from "./estimators.ts";
import { eventsPage } from "./events.ts";
import { expressionsPage } from "./expressions.ts";
import { gatesPage } from "./gates.ts";
import { httpPage } from "./http.ts";
import { lintPage } from "./lint.ts";
import { metricsPage } from "./metrics.ts";
import { indexPage } from "./readme.ts";
import { runResultPage } from "./run-result.ts";
import { searchPage } from "./search.ts";
import { sourcesPage } from "./sources.ts";
import { splitsPage } from "./splits.ts";
import { transformersPage } from "./transformers.ts";

const contents: readonly Page[] = [
  cliPage,
  sourcesPage,
  checksPage,
  expressionsPage,
  splitsPage,
  transformersPage,
  estimatorsPage,
  searchPage,
  metricsPage,
  gatesPage,
  lintPage,
  runResultPage,
  eventsPage,
  diagramsPage,
  httpPage,
  errorsPage,
];

/** Every page of the reference, in the order of the index: a workflow's life from the command line to its errors. */
export const pages: readonly Page[] = [indexPage(contents), ...contents];
