import { readSnapshot } from "../data/index.ts";
import { decodeModel, type FittedPipeline, type Frame } from "../ml/index.ts";
import type { ArtifactStore } from "../store/index.ts";

/** Artifacts as the values they hold; each is read and verified once a run, however many steps want it. */
export class RunData {
  readonly #artifacts: ArtifactStore;
  readonly #frames = new Map<string, Promise<Frame>>();

  constructor(artifacts: ArtifactStore) {
    this.#artifacts = artifacts;
  }

  /** The table of a snapshot. */
  frame(digest: string): Promise<Frame> {
    let frame = this.#frames.get(digest);
    if (frame === undefined) {
      frame = this.#artifacts.path(digest).then((path) => readSnapshot(path));
      this.#frames.set(digest, frame);
    }
    return frame;
  }

  /** Hands over a table that was just made, so that it isn't read back. */
  remember(digest: string, frame: Frame): void {
    this.#frames.set(digest, Promise.resolve(frame));
  }

  async json<T>(digest: string): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.#artifacts.read(digest))) as T;
  }

  async model(digest: string): Promise<FittedPipeline> {
    return decodeModel(await this.#artifacts.read(digest));
  }
}
