import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { fail } from "../../errors/index.ts";

/** What of the environment decides which browser draws. */
export interface BrowserEnvironment {
  /** Path of a Chromium or Chrome; nothing else is tried where it is given. */
  readonly MILLRACE_CHROMIUM?: string | undefined;
  readonly PATH?: string | undefined;
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The absolute path of a Chromium or Chrome of this machine. @throws RENDERING_NO_BROWSER */
export function findChromium({ MILLRACE_CHROMIUM, PATH = "" }: BrowserEnvironment): string {
  if (MILLRACE_CHROMIUM) {
    if (isAbsolute(MILLRACE_CHROMIUM) && isProgram(MILLRACE_CHROMIUM)) return MILLRACE_CHROMIUM;
    throw fail("RENDERING_NO_BROWSER", { looked: `${MILLRACE_CHROMIUM} (from MILLRACE_CHROMIUM)` });
  }
  // Relative entries of PATH are left out: what happens to lie in the working folder must not be started.
  const folders = PATH.split(delimiter).filter(isAbsolute);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [...usualPlaces, ...onPath].find(isProgram);
  if (found === undefined) throw fail("RENDERING_NO_BROWSER", { looked: `${usualPlaces.join(", ")}, and PATH` });
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
