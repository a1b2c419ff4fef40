import { createHash } from "node:crypto";
import { canonicalJson, type Recipe } from "../ml/index.ts";

/** "sha256:<hex>" of a recipe: equal for recipes that make the same features of the same rows. */
export function recipeDigest(recipe: Recipe): string {
  return `sha256:${createHash("sha256").update(canonicalJson(recipe)).digest("hex")}`;
}
