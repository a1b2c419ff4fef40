import { z } from "zod";

/** A query parameter: what it means, and how its text is read. */
export interface Parameter<T = unknown> {
  readonly schema: z.ZodType<T>;
  /** What is expected, for errors: "a whole number from 1 to 10". */
  readonly expected: string;
}

/** Query parameters by name; each may be left out. */
export type Query = Readonly<Record<string, Parameter>>;

/** The values of a query. */
export type ValuesOf<Q extends Query> = {
  readonly [K in keyof Q]: Q[K] extends Parameter<infer T> ? T | undefined : never;
};

/** True or false; a name alone means true. */
export function flag(description: string): Parameter<boolean> {
  const schema = z.stringbool({ truthy: ["true", "1", ""], falsy: ["false", "0"], case: "sensitive" });
  return { schema: schema.meta({ description }), expected: "true or false" };
}

export function oneText(description: string): Parameter<string> {
  return { schema: z.string().meta({ description }), expected: "one text" };
}

export function wholeNumber(least: number, most: number, description: string): Parameter<number> {
  const digits = z.string().regex(/^\d{1,15}$/);
  const schema = digits.transform(Number).pipe(z.int().min(least).max(most));
  return { schema: schema.meta({ description }), expected: `a whole number from ${least} to ${most}` };
}

/** One of some words. @param usual what is taken where the parameter is left out, for the docs */
export function oneOf<const W extends string>(
  words: readonly [W, ...W[]],
  { usual, description }: { readonly usual?: W; readonly description?: string } = {},
): Parameter<W> {
  const meta = {
    ...(description === undefined ? {} : { description }),
    ...(usual === undefined ? {} : { default: usual }),
  };
  return { schema: z.enum(words).meta(meta), expected: words.join(", ") };
}
