import { type Actor, homeSubject, type Store } from "../store/index.ts";
import type { Deployments } from "./deployments.ts";

/** A server as the log tells of it. */
export interface ServerLife {
  /** Tells that it answers no more, and why. */
  stopped(reason: string): Promise<void>;
}

/** Tells the log that a server answers at an address, with the models that it has loaded. */
export async function serverStarted(
  store: Store,
  actor: Actor,
  { address, deployments }: { readonly address: string; readonly deployments: Deployments },
): Promise<ServerLife> {
  const { pid } = store.platform.processes.self;
  const models = deployments.list().map(({ name, versionName, digest }) => `${name}@${versionName} ${digest}`);
  const about = { subject: homeSubject, run: null, actor } as const;
  const [started] = await store.commit({ ...about, type: "server.started", body: { pid, address, models } });
  return {
    async stopped(reason) {
      const cause = started?.seq ?? null;
      await store.commit({ ...about, type: "server.stopped", cause, body: { pid, address, reason } });
    },
  };
}
