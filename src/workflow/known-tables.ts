/**
 * Tables whose columns the editor knows, by the path that `table(path)` is given. `millrace init` and `millrace run` fill it in
 * through `millrace-env.d.ts`.
 * @example
 * declare module "millrace" {
 *   interface KnownTables {
 *     "birdstrikes.csv": { "Flight Date": "date"; "Effect Amount of damage": "category"; "Speed IAS in knots": "number" };
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: it exists to be filled in by module augmentation
export interface KnownTables {}
