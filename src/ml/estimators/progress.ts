import type { FitContext } from "./estimator.ts";

/** Between two iterations: stops if asked to, else tells how far it is. @throws AbortError (DOMException) once cancelled */
export function reportProgress(context: FitContext, share: number, note: string): void {
  if (context.cancelled?.()) throw new DOMException("The fit was cancelled.", "AbortError");
  context.onProgress?.(Math.min(1, share), note);
}
