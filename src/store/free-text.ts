/** What is read where text was blanked. */
export const blanked = "[redacted]";

/** A body in two parts: the free text by its path, and the rest, with placeholders where the text was. */
export interface SplitBody {
  readonly body: unknown;
  readonly text: Readonly<Record<string, unknown>>;
}

/** Takes the free text out of a body. @param paths members such as "error.message"; those that a body lacks are left out */
export function splitText(body: unknown, paths: readonly string[]): SplitBody {
  let rest = body;
  const text: Record<string, unknown> = {};
  for (const path of paths) {
    const names = path.split(".");
    const value = valueAt(rest, names);
    if (typeof value !== "string" && !Array.isArray(value)) continue;
    text[path] = value;
    rest = withValue(rest, names, Array.isArray(value) ? [] : blanked);
  }
  return { body: rest, text };
}

/** The body that was split. */
export function joinText({ body, text }: SplitBody): unknown {
  return Object.entries(text).reduce((whole, [path, value]) => withValue(whole, path.split("."), value), body);
}

function valueAt(value: unknown, names: readonly string[]): unknown {
  return names.reduce(
    (found: unknown, name) => (isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined),
    value,
  );
}

function withValue(value: unknown, [name, ...rest]: readonly string[], replacement: unknown): unknown {
  if (name === undefined) return replacement;
  return isObject(value) ? { ...value, [name]: withValue(value[name], rest, replacement) } : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
