import { block, code, paragraphs } from "./markdown.ts";
import { exportsOf, signatureOf } from "./source/declarations.ts";
import { inRepository } from "./source/root.ts";

/** A function that a workflow file calls: how it is called, what its parameters mean, an example; all from its source. */
export function builderSection(file: string, name: string, summary = ""): string {
  const declared = exportsOf(inRepository(file)).get(name);
  if (declared?.doc === undefined) throw new Error(`${file} exports no documented ${name}`);
  const { text, params, throws, see, examples } = declared.doc;
  return paragraphs(
    `## ${name}`,
    block("ts", signatureOf(declared)),
    linked(text),
    summary,
    params.map((param) => `- ${code(param.name)}: ${linked(param.text)}`).join("\n"),
    throws.length === 0 ? "" : `Errors: ${throws.map(linkedCodes).join(", ")}`,
    see.map((source) => `See ${source}.`).join(" "),
    ...examples.map((example) => block("ts", example)),
  );
}

/** `{@link X}` as code. */
function linked(text: string): string {
  return text.replace(/\{@link (\w+)\}/g, "`$1`");
}

function linkedCodes(text: string): string {
  return text.replace(/\b[A-Z]+(?:_[A-Z]+)+\b/g, (name) => `[${name}](errors.md#${name.toLowerCase()})`);
}
