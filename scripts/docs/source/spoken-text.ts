import { nameOf, type SyntaxNode } from "./declarations.ts";

/**
 * The text that an arrow function gives, with `<name>` where a value is filled in and `…` where something is worked out;
 * alternatives are given one after the other.
 */
export function spokenTexts(arrow: SyntaxNode): string[] {
  const body = arrow["body"] as SyntaxNode;
  return [...new Set(textsOf(body))];
}

function textsOf(node: SyntaxNode): string[] {
  switch (node.type) {
    case "StringLiteral":
      return [String(node["value"])];
    case "TemplateLiteral":
      return [templateText(node)];
    case "ConditionalExpression":
      return [...textsOf(node["consequent"] as SyntaxNode), ...textsOf(node["alternate"] as SyntaxNode)];
    case "BinaryExpression":
      return [textsOf(node["left"] as SyntaxNode)[0]! + textsOf(node["right"] as SyntaxNode)[0]!];
    default:
      return [placeholder(node)];
  }
}

function templateText(node: SyntaxNode): string {
  const quasis = node["quasis"] as readonly { readonly value: { readonly cooked: string } }[];
  const values = node["expressions"] as readonly SyntaxNode[];
  return quasis
    .map(({ value }, i) => value.cooked + (values[i] === undefined ? "" : placeholder(values[i])))
    .join("")
    .replace(/\s*\n\s*/g, " ");
}

/** `d.column` is `<column>`; what is computed of one value is named for it; anything else is `…`. */
function placeholder(node: SyntaxNode): string {
  const member = detailMember(node);
  // A suggestion begins with a blank and is often empty.
  if (member === "suggestion") return " …";
  return member === undefined ? "…" : `<${member}>`;
}

function detailMember(node: SyntaxNode): string | undefined {
  if (node.type === "MemberExpression") {
    const object = node["object"] as SyntaxNode;
    if (object.type === "Identifier") return nameOf(node["property"]);
    return detailMember(object);
  }
  if (node.type === "CallExpression") {
    const callee = node["callee"] as SyntaxNode;
    if (callee.type === "MemberExpression") return detailMember(callee);
    const [first] = node["arguments"] as readonly SyntaxNode[];
    // `where(d)`: the function's name says what it makes of the whole.
    if (first?.type === "Identifier") return nameOf(callee);
    return first === undefined ? undefined : detailMember(first);
  }
  return undefined;
}
