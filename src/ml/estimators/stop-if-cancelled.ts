import type { FitContext } from "./estimator.ts";

/** Throws an AbortError once the fit's context says so; estimators ask between trees, epochs or iterations. */
export function stopIfCancelled(context: FitContext): void {
  if (context.cancelled?.() !== true) return;
  const error = new Error("The fit was cancelled.");
  error.name = "AbortError";
  throw error;
}
