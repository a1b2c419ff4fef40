import { type Actor, commitOnce, type Store } from "../store/index.ts";

/** What a person says about a phase of the work. */
export interface Feedback {
  readonly workflow: string;
  readonly phase: string;
  /** From 1 (painful) to 5 (a pleasure). */
  readonly score: number;
  readonly text: string;
  /** In which role: a key of the workflow's people. */
  readonly role: string | null;
}

/**
 * Records what a person says. The same words twice are two statements, so a client that may ask twice gives a key.
 * @param idempotencyKey the same key within 24 hours writes nothing more
 * @throws STORE_KEY_REUSED
 */
export async function giveFeedback(
  store: Store,
  feedback: Feedback,
  actor: Actor,
  idempotencyKey?: string,
): Promise<void> {
  const subject = { kind: "workflow", name: feedback.workflow } as const;
  await commitOnce(store, {
    key: idempotencyKey,
    request: { ...feedback, actor },
    decide: async () => ({
      events: [{ type: "feedback.given", subject, run: null, actor, body: { ...feedback } }],
      answer: null,
    }),
  });
}
