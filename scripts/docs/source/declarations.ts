import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "@babel/parser";
import { type DocComment, parseDocComment } from "./doc-comment.ts";

/** A node of Babel's tree, as far as it is read here. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Something that a module exports, where it is declared. */
export interface Declared {
  readonly name: string;
  readonly file: string;
  readonly node: SyntaxNode;
  /** The declaration's text. */
  readonly text: string;
  readonly doc: DocComment | undefined;
}

/** A member of an interface. */
export interface MemberDeclared {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  readonly doc: string;
}

interface Module {
  readonly text: string;
  readonly body: readonly SyntaxNode[];
}

const modules = new Map<string, Module>();

/** All that a module exports, by name, followed through its re-exports to where each thing is declared. */
export function exportsOf(file: string): Map<string, Declared> {
  const found = new Map<string, Declared>();
  const { body, text } = moduleAt(file);
  for (const statement of body) {
    if (statement.type === "ExportAllDeclaration") {
      for (const [name, declared] of exportsOf(sourceFile(statement, file)))
        if (!found.has(name)) found.set(name, declared);
    } else if (statement.type === "ExportNamedDeclaration") {
      for (const declared of declaredBy(statement, file, text)) found.set(declared.name, declared);
    }
  }
  return found;
}

/** Members of an interface that a module declares, with what is said of each. */
export function interfaceMembers(file: string, name: string): MemberDeclared[] {
  const declared = exportsOf(file).get(name);
  if (declared?.node.type !== "TSInterfaceDeclaration") throw new Error(`${file} declares no interface ${name}`);
  const { text } = moduleAt(declared.file);
  const members = (declared.node["body"] as { readonly body: readonly SyntaxNode[] }).body;
  return members
    .filter((member) => member.type === "TSPropertySignature")
    .map((member) => {
      const type = (member["typeAnnotation"] as { readonly typeAnnotation: SyntaxNode }).typeAnnotation;
      return {
        name: nameOf(member["key"]),
        optional: member["optional"] === true,
        type: oneLine(text.slice(type.start, type.end)).replace(/ \| undefined$/, ""),
        doc: docOf(member)?.text ?? "",
      };
    });
}

/** A function's head as a reader calls it: name, parameters, result; type parameters become what they must be. */
export function signatureOf({ name, node, file }: Declared): string {
  const { text } = moduleAt(file);
  const params = node["params"] as readonly SyntaxNode[];
  const heads = params.map((param) => {
    const plain = param.type === "AssignmentPattern" ? (param["left"] as SyntaxNode) : param;
    const shown = oneLine(text.slice(plain.start, plain.end)).replace(/\breadonly /g, "");
    return param.type === "AssignmentPattern" ? shown.replace(":", "?:") : shown;
  });
  const generics =
    (node["typeParameters"] as { readonly params: readonly SyntaxNode[] } | null | undefined)?.params ?? [];
  return generics.reduce(
    (head, generic) => {
      const constraint = generic["constraint"] as SyntaxNode | undefined;
      const plain =
        constraint === undefined ? "unknown" : text.slice(constraint.start, constraint.end).replace(/\breadonly /g, "");
      return head.replace(new RegExp(`\\b${nameOf(generic["name"])}\\b`, "g"), plain);
    },
    `${name}(${heads.join(", ")})`,
  );
}

/** The text of a node of a declaration's file. */
export function textOf(declared: Declared, node: SyntaxNode): string {
  return moduleAt(declared.file).text.slice(node.start, node.end);
}

/** What the doc comment right before a node says. */
export function docOf(node: SyntaxNode): DocComment | undefined {
  const comments = (node["leadingComments"] ?? []) as readonly { readonly type: string; readonly value: string }[];
  const last = comments.filter(({ type, value }) => type === "CommentBlock" && value.startsWith("*")).at(-1);
  return last === undefined ? undefined : parseDocComment(last.value);
}

/** The name of an identifier or string key. */
export function nameOf(node: unknown): string {
  if (typeof node === "string") return node;
  const { name, value } = node as { readonly name?: string; readonly value?: string };
  return name ?? value ?? "";
}

function moduleAt(file: string): Module {
  let found = modules.get(file);
  if (found === undefined) {
    const text = readFileSync(file, "utf8");
    const { program } = parse(text, { sourceType: "module", plugins: ["typescript"] });
    found = { text, body: program.body as unknown as SyntaxNode[] };
    modules.set(file, found);
  }
  return found;
}

function declaredBy(statement: SyntaxNode, file: string, text: string): Declared[] {
  const declaration = statement["declaration"] as SyntaxNode | null;
  if (declaration !== null && declaration !== undefined) return ownDeclarations(statement, declaration, file, text);
  const specifiers = statement["specifiers"] as readonly SyntaxNode[];
  if (statement["source"] === null || statement["source"] === undefined) {
    return specifiers.flatMap((specifier) =>
      localDeclaration(nameOf(specifier["local"]), nameOf(specifier["exported"]), file),
    );
  }
  const there = exportsOf(sourceFile(statement, file));
  return specifiers.map((specifier) => {
    const declared = there.get(nameOf(specifier["local"]));
    if (declared === undefined) throw new Error(`${file} re-exports ${nameOf(specifier["local"])}, which isn't found`);
    return { ...declared, name: nameOf(specifier["exported"]) };
  });
}

function ownDeclarations(statement: SyntaxNode, declaration: SyntaxNode, file: string, text: string): Declared[] {
  const doc = docOf(statement);
  const shown = text.slice(statement.start, statement.end);
  if (declaration.type !== "VariableDeclaration") {
    return [{ name: nameOf(declaration["id"]), file, node: declaration, text: shown, doc }];
  }
  return (declaration["declarations"] as readonly SyntaxNode[]).map((node) => ({
    name: nameOf(node["id"]),
    file,
    node,
    text: shown,
    doc,
  }));
}

/** `export { a as b }` of something that the same file declares or imports. */
function localDeclaration(local: string, exported: string, file: string): Declared[] {
  const { body, text } = moduleAt(file);
  for (const statement of body) {
    const found = isOwnDeclaration(statement)
      ? ownDeclarations(statement, statement, file, text).find(({ name }) => name === local)
      : imported(statement, local, file);
    if (found !== undefined) return [{ ...found, name: exported }];
  }
  return [];
}

function isOwnDeclaration({ type }: SyntaxNode): boolean {
  return /Declaration$/.test(type) && !/^(Export|Import)/.test(type);
}

/** What an import statement brings in under a name, from a file of the repository. */
function imported(statement: SyntaxNode, local: string, file: string): Declared | undefined {
  if (statement.type !== "ImportDeclaration" || !nameOf(statement["source"]).startsWith(".")) return undefined;
  const specifier = (statement["specifiers"] as readonly SyntaxNode[]).find((one) => nameOf(one["local"]) === local);
  if (specifier === undefined) return undefined;
  return exportsOf(sourceFile(statement, file)).get(nameOf(specifier["imported"]));
}

function sourceFile(statement: SyntaxNode, file: string): string {
  const path = resolve(dirname(file), nameOf(statement["source"]));
  if (!existsSync(path)) throw new Error(`${file} re-exports from ${path}, which isn't there`);
  return path;
}

function oneLine(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
    .replace(/\s+/g, " ")
    .replace(/([({]) /g, "$1 ")
    .replace(/,? \)/g, ")")
    .trim();
}
