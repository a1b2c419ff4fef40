import { userInfo } from "node:os";
import type { Actor } from "../store/index.ts";
import type { Terminal } from "./command.ts";

/** Who types: the person whose login runs this process. */
export function actorOf(terminal: Terminal): Actor {
  return { kind: "person", name: loginName(terminal) };
}

function loginName({ environment }: Terminal): string {
  const named = environment["USER"] || environment["USERNAME"];
  if (named !== undefined && named !== "") return named;
  try {
    return userInfo().username;
  } catch {
    // A process without an entry in the system's list of users, as in containers.
    return "someone";
  }
}
