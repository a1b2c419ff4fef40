import type { Stretch } from "./subject.ts";

/** A stretch of time in which nothing happened. */
export function emptyStretch(): Stretch {
  return { ended: [], open: [], versions: [], incidents: [], failedChecks: [], moves: [], feedback: [] };
}

/** Stretches that follow each other, as one. */
export function joinedStretches(parts: readonly Stretch[]): Stretch {
  if (parts.length === 1) return parts[0]!;
  return {
    ended: parts.flatMap(({ ended }) => ended),
    open: parts.flatMap(({ open }) => open),
    versions: parts.flatMap(({ versions }) => versions),
    incidents: parts.flatMap(({ incidents }) => incidents),
    failedChecks: parts.flatMap(({ failedChecks }) => failedChecks),
    moves: parts.flatMap(({ moves }) => moves),
    feedback: parts.flatMap(({ feedback }) => feedback),
  };
}
