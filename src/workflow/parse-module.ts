import { basename } from "node:path";
import { type ParserPlugin, parse } from "@babel/parser";
import { fail } from "../errors/index.ts";

/** A module's name as an import says it, and the line. */
export interface ImportedName {
  readonly name: string;
  readonly line: number;
}

/** A node of the syntax tree, as far as it is read here. */
export interface SyntaxNode {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } } | null;
  readonly [key: string]: unknown;
}

export interface ParsedModule {
  readonly program: SyntaxNode;
  /** Static, re-exporting and literal dynamic imports and `require`s; imports of types alone are left out. */
  readonly imports: readonly ImportedName[];
}

/** Parses a JavaScript or TypeScript module. @throws WORKFLOW_LOAD_FAILED at the line of a syntax error */
export function parseModule(file: string, text: string): ParsedModule {
  const program = programOf(file, text);
  const imports: ImportedName[] = [];
  walk(program, (node) => {
    const source = sourceOf(node);
    if (source !== undefined) imports.push({ name: source, line: lineOf(node) });
  });
  return { program, imports };
}

/** Calls `visit` for every node under this one, in the order of the text. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node);
  for (const [key, value] of Object.entries(node)) {
    if (key === "loc" || key.endsWith("Comments")) continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as SyntaxNode).type === "string";
}

export function lineOf(node: SyntaxNode): number {
  return node.loc?.start.line ?? 1;
}

function programOf(file: string, text: string): SyntaxNode {
  const plugins: ParserPlugin[] = /\.[cm]?tsx?$/.test(file) ? ["typescript"] : [];
  if (file.endsWith("x")) plugins.push("jsx");
  try {
    return parse(text, { sourceType: "module", allowReturnOutsideFunction: true, plugins })
      .program as unknown as SyntaxNode;
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    const reason = `${message.replace(/ \(\d+:\d+\)$/, "")}`;
    throw fail(
      "WORKFLOW_LOAD_FAILED",
      { file: basename(file), reason },
      { at: { file, line: loc?.line ?? 1 }, cause: error },
    );
  }
}

function sourceOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case "ImportDeclaration":
      return node["importKind"] === "type" ? undefined : textOf(node["source"]);
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return node["exportKind"] === "type" ? undefined : textOf(node["source"]);
    case "ImportExpression":
      return textOf(node["source"]);
    case "CallExpression": {
      const { callee, arguments: args } = node as unknown as { callee: SyntaxNode; arguments: readonly unknown[] };
      const loads = callee.type === "Import" || (callee.type === "Identifier" && callee["name"] === "require");
      return loads ? textOf(args[0]) : undefined;
    }
    default:
      return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return isNode(value) && value.type === "StringLiteral" ? (value["value"] as string) : undefined;
}
