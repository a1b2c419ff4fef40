import { fail } from "../errors/index.ts";

const longest = 100;

/**
 * A model's name as it is stored: Unicode NFC, so that one name has one spelling.
 * @throws REGISTRY_NAME_INVALID beyond 1 to 100 letters, digits, ".", "_", "-", beginning and ending with a letter or digit
 */
export function modelName(name: string): string {
  return checked("A model's name", name);
}

/** An alias as it is stored. @throws REGISTRY_NAME_INVALID as for models, and for whole numbers, which are versions */
export function aliasName(name: string): string {
  const alias = checked("An alias", name);
  if (/^\d+$/.test(alias)) throw invalid("An alias", name, "is a number, and numbers are versions");
  return alias;
}

function checked(what: string, given: string): string {
  const name = given.normalize("NFC");
  if (name === "") throw invalid(what, given, "is empty");
  if ([...name].length > longest) throw invalid(what, `${name.slice(0, 30)}…`, `has ${[...name].length} characters`);
  const stranger = /[^\p{L}\p{M}\p{N}._-]/u.exec(name);
  if (stranger !== null) throw invalid(what, given, `holds ${JSON.stringify(stranger[0])}`);
  if (!/^[\p{L}\p{N}]/u.test(name)) throw invalid(what, given, "doesn't begin with a letter or a digit");
  if (name.endsWith(".")) throw invalid(what, given, 'ends with "."');
  return name;
}

function invalid(what: string, got: string, reason: string): Error {
  return fail("REGISTRY_NAME_INVALID", { what, got, reason });
}
