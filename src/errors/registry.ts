import { entry } from "./entry.ts";

/** What can go wrong in `registry/`. */
export const registryErrors = {
  REGISTRY_NAME_INVALID: entry<{ what: string; got: string; reason: string }>({
    status: 400,
    exit: 2,
    meaning: "A model or an alias has a name that isn't allowed.",
    message: (d) =>
      `${d.what} must be 1 to 100 letters, digits, ".", "_" or "-"; ${JSON.stringify(d.got)} ${d.reason}.`,
    fix: () => 'Begin with a letter or a digit, such as "bird-strikes"; an alias isn\'t a number.',
  }),
  REGISTRY_VERSION_GONE: entry<{ model: string; version: number }>({
    status: 404,
    exit: 2,
    meaning: "An alias should move to a version that doesn't exist.",
    message: (d) => `The model "${d.model}" has no version ${d.version}, so no alias can point to it.`,
    fix: () => "List the versions with `millrace ls`.",
  }),
  REGISTRY_RUN_WITHOUT_MODEL: entry<{ run: string; status: string }>({
    status: 404,
    exit: 2,
    meaning: "A run's candidate was asked for, but the run made none.",
    message: (d) => `The run ${d.run} (${d.status}) has fitted no model.`,
    fix: () => "Choose a run that got as far as fitting: `millrace ls` shows them, `millrace show RUN` their steps.",
  }),
} as const;
