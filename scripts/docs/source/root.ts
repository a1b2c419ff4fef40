import { fileURLToPath } from "node:url";

/** The repository's folder, with a slash at its end. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** A file of the repository. */
export function inRepository(path: string): string {
  return root + path;
}
