import { canonicalJson, type Prepared, type PrepareInput, planRecipe, prepare } from "../ml/index.ts";
import { recipeDigest } from "./recipe-digest.ts";

/** Bytes of X that are kept. Above this, features are made anew. */
const keptBytes = 512 * 1024 * 1024;

/** Prepared features by the digest of their recipe: trials that take the same features of the same rows share them. */
export class PreparedFeatures {
  /** By rows and the recipe's digest. */
  readonly #prepared = new Map<string, Prepared>();
  /** Rows and what an estimator takes -> rows and digest of the recipe that was chosen for it. */
  readonly #recipes = new Map<string, string>();
  #bytes = 0;

  /**
   * `prepare(input)`, made once for each recipe.
   * @param rows names the rows of the input: all else but recipe and `accepts` must be the same wherever the name is
   * @throws as `prepare`
   */
  of(rows: string, input: PrepareInput): Prepared {
    // Choosing a recipe looks at every column, so it is done once for all who take the same.
    const asked = input.recipe === undefined ? `${rows} ${canonicalJson(input.accepts)}` : null;
    const chosen = asked === null ? undefined : this.#recipes.get(asked);
    const kept = chosen === undefined ? undefined : this.#prepared.get(chosen);
    if (kept !== undefined) return kept;
    const planned = planRecipe(input);
    const key = `${rows} ${recipeDigest(planned.recipe)}`;
    if (asked !== null) this.#recipes.set(asked, key);
    const prepared = this.#prepared.get(key) ?? prepare(input, planned);
    this.#keep(key, prepared);
    return prepared;
  }

  #keep(key: string, prepared: Prepared): void {
    const sizeBytes = prepared.X.values.byteLength;
    if (this.#prepared.has(key) || this.#bytes + sizeBytes > keptBytes) return;
    this.#bytes += sizeBytes;
    this.#prepared.set(key, prepared);
  }
}
