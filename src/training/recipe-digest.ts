import { createHash } from "node:crypto";
import { canonicalJson, compactRecipe, type Recipe } from "../ml/index.ts";

/**
 * "sha256:<hex>" of a recipe's data: its repairs, chains, columns left out and matrix steps. Recipes of one digest make the same features
 * of the same rows, so it is the key under which prepared features are shared.
 */
export function recipeDigest(recipe: Recipe): string {
  return `sha256:${createHash("sha256")
    .update(canonicalJson(compactRecipe(recipe)))
    .digest("hex")}`;
}
