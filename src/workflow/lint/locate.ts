import type { SourceLocation } from "../../errors/index.ts";
import { isNode, lineOf, parseModule, type SyntaxNode, walk } from "../parse-module.ts";

/** A property's place in a declaration: ["problem", "minimum"], ["candidates", 0]. */
export type DeclarationPath = readonly (string | number)[];

/** Finds where in a workflow file a property of the declaration is written. */
export type Locate = (path: DeclarationPath) => SourceLocation;

/**
 * A finder for one file. It follows the object that `defineWorkflow` is given as far as it is written out; for what is
 * computed or imported it names the nearest property above.
 * @param sourceText the file's text; if it can't be parsed or has no declaration, every path is at `fallback`
 */
export function locateIn(file: string, sourceText: string, fallback?: SourceLocation | undefined): Locate {
  const root = declarationIn(file, sourceText);
  const start = fallback ?? { file, line: 1 };
  if (root === undefined) return () => start;
  const { program, declaration } = root;
  return (path) => ({ file, line: lineAt(path, declaration, program) });
}

interface Root {
  readonly program: SyntaxNode;
  readonly declaration: SyntaxNode;
}

function declarationIn(file: string, sourceText: string): Root | undefined {
  let program: SyntaxNode;
  try {
    ({ program } = parseModule(file, sourceText));
  } catch {
    return undefined;
  }
  let declaration: SyntaxNode | undefined;
  walk(program, (node) => {
    if (node.type !== "CallExpression") return;
    const { callee, arguments: args } = node as unknown as { callee: SyntaxNode; arguments: readonly SyntaxNode[] };
    if (nameOf(callee) === "defineWorkflow" && args[0] !== undefined) declaration ??= args[0];
  });
  return declaration === undefined ? undefined : { program, declaration };
}

function lineAt(path: DeclarationPath, declaration: SyntaxNode, program: SyntaxNode): number {
  let line = lineOf(declaration);
  let value: SyntaxNode | undefined = declaration;
  for (const key of path) {
    const found = memberOf(written(value, program), key);
    if (found === undefined) break;
    line = lineOf(found.place);
    value = found.value;
  }
  return line;
}

/** The object, list or call behind type assertions, a constant's name, a function's body. */
function written(node: SyntaxNode | undefined, program: SyntaxNode, depth = 0): SyntaxNode | undefined {
  if (node === undefined || depth > 20) return undefined;
  const inner = (key: string): SyntaxNode | undefined => {
    const child = node[key];
    return isNode(child) ? written(child, program, depth + 1) : undefined;
  };
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "ParenthesizedExpression":
      return inner("expression");
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "ObjectMethod":
      return inner("body");
    case "BlockStatement": {
      const body = node["body"] as readonly SyntaxNode[];
      const last = body.findLast((statement) => statement.type === "ReturnStatement");
      return last === undefined ? undefined : written(last["argument"] as SyntaxNode, program, depth + 1);
    }
    case "Identifier":
      return written(constant(String(node["name"]), program), program, depth + 1);
    default:
      return node;
  }
}

interface Member {
  readonly place: SyntaxNode;
  readonly value: SyntaxNode | undefined;
}

function memberOf(node: SyntaxNode | undefined, key: string | number): Member | undefined {
  if (node?.type === "ArrayExpression" && typeof key === "number") {
    const elements = node["elements"] as readonly (SyntaxNode | null)[];
    // Behind a spread nobody can tell which element is the n-th.
    const known = elements.slice(0, key + 1).every((element) => element?.type !== "SpreadElement");
    const element = known ? elements[key] : undefined;
    return isNode(element) ? { place: element, value: element } : undefined;
  }
  if (node?.type !== "ObjectExpression") return undefined;
  const property = (node["properties"] as readonly SyntaxNode[]).findLast((one) => keyOf(one) === String(key));
  if (property === undefined) return undefined;
  const value = property.type === "ObjectMethod" ? property : property["value"];
  return { place: property, value: isNode(value) ? value : undefined };
}

function keyOf(property: SyntaxNode): string | undefined {
  const key = property["key"];
  if (!isNode(key)) return undefined;
  if (key.type === "StringLiteral" || key.type === "NumericLiteral") return String(key["value"]);
  return property["computed"] === true ? undefined : nameOf(key);
}

function constant(name: string, program: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  walk(program, (node) => {
    if (node.type !== "VariableDeclarator" || !isNode(node["id"]) || nameOf(node["id"]) !== name) return;
    if (isNode(node["init"])) found ??= node["init"];
  });
  return found;
}

function nameOf(node: SyntaxNode): string | undefined {
  return node.type === "Identifier" ? String(node["name"]) : undefined;
}
