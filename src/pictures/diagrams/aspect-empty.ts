import { fail } from "../../errors/index.ts";

/** The error of an aspect that this subject has nothing of: why, as the end of a sentence. */
export function aspectEmpty(kind: string, aspect: string, reason: string): Error {
  return fail("PICTURE_ASPECT_EMPTY", { kind, aspect, reason });
}
