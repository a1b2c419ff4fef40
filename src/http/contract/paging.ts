import { z } from "zod";
import { oneText, wholeNumber } from "./query.ts";

/** Rows of a page where none is asked for, and the most that may be. */
export const pageSizes = { usual: 100, most: 1000 } as const;

/** Query parameters of every route whose list may grow. */
export const pageQuery = {
  cursor: oneText("where to go on: `next` of the page before"),
  limit: wholeNumber(1, pageSizes.most, `at most so many; default ${pageSizes.usual}`),
} as const;

/** The answer of such a route. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().meta({ description: "the cursor of the next page; null where this is the last" }),
  });
}
