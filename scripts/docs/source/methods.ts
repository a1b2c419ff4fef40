import { readFileSync } from "node:fs";
import { parse } from "@babel/parser";
import { docOf, nameOf, type SyntaxNode } from "./declarations.ts";

/** A method of an interface. */
export interface MethodDeclared {
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
}

/** Methods of an interface and of those that it extends in the same file, type parameters filled in. */
export function interfaceMethods(file: string, name: string): MethodDeclared[] {
  const text = readFileSync(file, "utf8");
  const body = parse(text, { sourceType: "module", plugins: ["typescript"] }).program.body as unknown as SyntaxNode[];
  const interfaces = new Map(
    body
      .map((statement) => ({ statement, node: (statement["declaration"] ?? statement) as SyntaxNode }))
      .filter(({ node }) => node.type === "TSInterfaceDeclaration")
      .map(({ node }) => [nameOf(node["id"]), node]),
  );
  const slice = (node: SyntaxNode): string =>
    text
      .slice(node.start, node.end)
      .replace(/\s+/g, " ")
      .replace(/\breadonly /g, "");
  const methodsOf = (interfaceName: string, given: readonly string[]): MethodDeclared[] => {
    const node = interfaces.get(interfaceName);
    if (node === undefined) return [];
    const generics =
      (node["typeParameters"] as { readonly params: readonly SyntaxNode[] } | null | undefined)?.params ?? [];
    const fill = (shown: string): string =>
      generics.reduce(
        (filled, generic, i) =>
          filled.replace(new RegExp(`\\b${nameOf(generic["name"])}\\b`, "g"), given[i] ?? "unknown"),
        shown,
      );
    const own = (node["body"] as { readonly body: readonly SyntaxNode[] }).body
      .filter((member) => member.type === "TSMethodSignature")
      .map((member) => ({
        name: nameOf(member["key"]),
        signature: fill(slice(member).replace(/;$/, "")),
        doc: docOf(member)?.text ?? "",
      }));
    const above = ((node["extends"] ?? []) as readonly SyntaxNode[]).flatMap((heritage) => {
      const parameters = (heritage["typeParameters"] ?? heritage["typeArguments"]) as
        | { readonly params: readonly SyntaxNode[] }
        | null
        | undefined;
      return methodsOf(nameOf(heritage["expression"]), (parameters?.params ?? []).map(slice).map(fill));
    });
    return [...above, ...own];
  };
  return methodsOf(name, []);
}
