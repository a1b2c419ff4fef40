import { fail, listNames, suggestion } from "../errors/index.ts";
import type { Store } from "../store/index.ts";

/** A model as the registry's records have it now. */
export interface CatalogueModel {
  readonly name: string;
  /** Version -> digest of its artifact, oldest first. */
  readonly versions: ReadonlyMap<number, string>;
  /** Alias -> version. */
  readonly aliases: ReadonlyMap<string, number>;
  /** Version -> metrics on the test rows, as JSON. */
  readonly metrics: ReadonlyMap<number, string>;
}

export type Catalogue = ReadonlyMap<string, CatalogueModel>;

/** All models with their versions and aliases, names sorted by code unit. Two small reads: cheap enough to poll. */
export async function readCatalogue(store: Store): Promise<Catalogue> {
  const versions = await store.records
    .selectFrom("versions")
    .select(["model", "version", "digest", "metrics"])
    .orderBy("model")
    .orderBy("version")
    .execute();
  const aliases = await store.records.selectFrom("aliases").select(["model", "alias", "version"]).execute();
  const models = new Map<string, { versions: Map<number, string>; metrics: Map<number, string> }>();
  for (const row of versions) {
    let model = models.get(row.model);
    if (model === undefined) models.set(row.model, (model = { versions: new Map(), metrics: new Map() }));
    model.versions.set(row.version, row.digest);
    model.metrics.set(row.version, row.metrics);
  }
  return new Map(
    [...models].map(([name, model]) => {
      const own = aliases.filter((row) => row.model === name).sort((a, b) => (a.alias < b.alias ? -1 : 1));
      return [name, { name, ...model, aliases: new Map(own.map((row) => [row.alias, row.version])) }];
    }),
  );
}

/**
 * The version that a reference means: a number, an alias, or (undefined) the champion, else the newest.
 * @throws SERVING_VERSION_UNKNOWN
 */
export function versionOf(model: CatalogueModel, reference: string | undefined): number {
  if (reference === undefined) return model.aliases.get("champion") ?? Math.max(...model.versions.keys());
  const version = /^[1-9]\d{0,14}$/.test(reference) ? Number(reference) : model.aliases.get(reference);
  if (version !== undefined && model.versions.has(version)) return version;
  const known = [...model.aliases.keys(), ...[...model.versions.keys()].reverse()].map(String);
  throw fail("SERVING_VERSION_UNKNOWN", {
    model: model.name,
    reference: reference.slice(0, 100),
    known: listNames(known),
  });
}

/** The error for a name that no model has. */
export function unknownModel(name: string, known: Iterable<string>): Error {
  const names = [...known];
  return fail("SERVING_MODEL_UNKNOWN", {
    model: name.slice(0, 100),
    suggestion: suggestion(name.slice(0, 100), names),
    models: names.length === 0 ? "none" : listNames(names),
  });
}

/** `name@reference` in its parts. */
export function splitReference(text: string): { readonly model: string; readonly reference: string | undefined } {
  const at = text.lastIndexOf("@");
  return at <= 0 ? { model: text, reference: undefined } : { model: text.slice(0, at), reference: text.slice(at + 1) };
}
