import { backupCommand } from "./backup.ts";
import type { Command } from "./command.ts";
import { conformCommand } from "./conform.ts";
import { diagramCommand } from "./diagram.ts";
import { docsCommand } from "./docs.ts";
import { doctorCommand } from "./doctor.ts";
import { exportCommand } from "./export.ts";
import { gcCommand } from "./gc.ts";
import { importCommand } from "./import.ts";
import { initCommand } from "./init.ts";
import { lintCommand } from "./lint.ts";
import { lsCommand } from "./ls.ts";
import { predictCommand } from "./predict.ts";
import { rateCommand } from "./rate.ts";
import { reportCommand } from "./report.ts";
import { reproduceCommand } from "./reproduce.ts";
import { restoreCommand } from "./restore.ts";
import { runCommand } from "./run.ts";
import { serveCommand } from "./serve.ts";
import { showCommand } from "./show.ts";
import { whyCommand } from "./why.ts";

/** Every command, in the order in which help lists them: a life with Millrace from the first file on. */
export const commands: readonly Command[] = [
  initCommand,
  lintCommand,
  conformCommand,
  runCommand,
  showCommand,
  diagramCommand,
  reportCommand,
  rateCommand,
  docsCommand,
  lsCommand,
  whyCommand,
  predictCommand,
  serveCommand,
  exportCommand,
  importCommand,
  reproduceCommand,
  doctorCommand,
  gcCommand,
  backupCommand,
  restoreCommand,
];
