import type { ArtifactStore, Codec } from "../store/index.ts";

/** Artifacts as the values they hold; each is read and verified once a run, however many steps want it. */
export class RunData {
  readonly #artifacts: ArtifactStore;
  readonly #values = new Map<Codec<unknown>, Map<string, Promise<unknown>>>();

  constructor(artifacts: ArtifactStore) {
    this.#artifacts = artifacts;
  }

  /** The value of an artifact. @throws STORE_ARTIFACT_UNREADABLE, STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT */
  read<T>(codec: Codec<T>, digest: string): Promise<T> {
    const known = this.#values.get(codec) ?? new Map<string, Promise<unknown>>();
    this.#values.set(codec, known);
    const value = known.get(digest) ?? codec.read(this.#artifacts, digest);
    known.set(digest, value);
    return value as Promise<T>;
  }
}
