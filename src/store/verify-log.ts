import { checkpointFault, leafOf } from "./checkpoints.ts";
import type { EventRow } from "./database.ts";
import { chainFault, contentDigest, genesisHash, type LogEnd } from "./event-chain.ts";
import type { EventBodies } from "./events/index.ts";
import { MerkleTree } from "./merkle.ts";

/** What walking the chain found. */
export interface LogReport {
  /** Events that are as they were written (or redacted, and the log says so), from the first. */
  readonly events: number;
  /** Hash of the last of them. */
  readonly head: string;
  /** Events whose free text was blanked. */
  readonly redacted: number;
  /** The first event at fault, if any. */
  readonly fault: { readonly seq: number; readonly reason: string } | null;
}

/**
 * Walks the chain from its first event: hashes, Merkle roots of the checkpoints, redactions, and where a migrated log
 * begins.
 */
export async function verifyLogRows(rows: AsyncIterable<EventRow>): Promise<LogReport> {
  const walk = new Walk();
  for await (const row of rows) {
    const reason = walk.take(row);
    if (reason !== undefined) return walk.report({ seq: row.seq, reason });
  }
  return walk.report(walk.openFault());
}

class Walk {
  #last: LogEnd | undefined;
  readonly #tree = new MerkleTree();
  /** Events without a salt -> digest of what they say; the log must tell of each. */
  readonly #redacted = new Map<number, string>();
  readonly #told = new Map<number, string>();
  #begin: string | undefined;
  #migratedHead: string | undefined;

  /** What is wrong with the next row, or undefined. */
  take(row: EventRow): string | undefined {
    this.#begin ??= row.previous_hash;
    const reason = chainFault(row, this.#last ?? { seq: 0, hash: this.#begin }) ?? this.#bodyFault(row);
    if (reason !== undefined) return reason;
    if (row.salt === null) this.#redacted.set(row.seq, contentDigest(row));
    this.#tree.add(leafOf(row.hash));
    this.#last = row;
    return undefined;
  }

  /** What only the whole log shows. */
  openFault(): LogReport["fault"] {
    if (this.#begin !== undefined && this.#begin !== genesisHash && this.#begin !== this.#migratedHead) {
      return { seq: 1, reason: "it follows an event that is not here" };
    }
    for (const [seq, digest] of this.#redacted) {
      if (this.#told.get(seq) !== digest) return { seq, reason: "it was blanked or changed, and no event says so" };
    }
    return null;
  }

  report(fault: LogReport["fault"]): LogReport {
    const { seq, hash } = this.#last ?? { seq: 0, hash: genesisHash };
    return { events: seq, head: hash, redacted: this.#redacted.size, fault };
  }

  #bodyFault(row: EventRow): string | undefined {
    switch (row.type) {
      case "log.checkpointed":
        return checkpointFault(JSON.parse(row.body) as EventBodies["log.checkpointed"], this.#tree);
      case "event.redacted": {
        const { event, content } = JSON.parse(row.body) as EventBodies["event.redacted"];
        this.#told.set(event, content);
        return undefined;
      }
      case "home.migrated":
        this.#migratedHead ??= (JSON.parse(row.body) as EventBodies["home.migrated"]).head;
        return undefined;
      default:
        return undefined;
    }
  }
}
