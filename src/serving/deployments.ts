import { fail, isMillraceError } from "../errors/index.ts";
import { loadModel, predictorOf } from "../ml/pipeline/index.ts";
import { loadRunCandidate } from "../registry/index.ts";
import type { Store } from "../store/index.ts";
import { type Catalogue, readCatalogue, splitReference, unknownModel, versionOf } from "./catalogue.ts";
import type { Deployment, DeploymentProblem } from "./deployment.ts";

/** What is served, and how often the store is asked whether that has changed. */
export interface DeploymentOptions {
  /** `name`, `name@version` or `name@alias`; default: every model, each its champion, else its newest version. */
  readonly models?: readonly string[] | undefined;
  /** A run (its id, or "latest") whose candidate is served too, under its workflow's name, gates passed or not. */
  readonly run?: string | undefined;
  /** The model asked where a route names none; default: the only one there is. */
  readonly defaultModel?: string | undefined;
  /** Time between two looks at the store, milliseconds; default 1000. 0: never look again. */
  readonly pollMs?: number | undefined;
}

/** Loaded versions that requests named explicitly are kept, at most this many. */
const cacheSize = 16;
/** An artifact that couldn't be loaded is tried again after this long. */
const retryMs = 30_000;

/** The models that a process serves. Aliases are followed while it runs; a swap is one assignment. */
export class Deployments {
  readonly #store: Store;
  readonly #options: DeploymentOptions;
  #catalogue: Catalogue = new Map();
  #live: ReadonlyMap<string, Deployment> = new Map();
  readonly #problems = new Map<string, DeploymentProblem & { readonly digest: string; readonly retryAtMs: number }>();
  #candidate: Deployment | undefined;
  readonly #cache = new Map<string, Promise<Deployment>>();
  readonly #closing = new AbortController();
  #refreshing: Promise<void> | undefined;

  /** Use {@link openDeployments}. */
  constructor(store: Store, options: DeploymentOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Every deployed model, names sorted by code unit. */
  list(): readonly Deployment[] {
    return [...this.#live.values()];
  }

  /** What should be live but isn't. */
  problems(): readonly DeploymentProblem[] {
    return [...this.#problems.values()].map(({ digest: _, retryAtMs: __, ...problem }) => problem);
  }

  /** Versions (newest first) and aliases that a request may name. */
  referencesOf(model: string): {
    readonly versions: readonly number[];
    readonly aliases: Readonly<Record<string, number>>;
  } {
    const entry = this.#catalogue.get(model);
    return {
      versions: [...(entry?.versions.keys() ?? [])].reverse(),
      aliases: Object.fromEntries(entry?.aliases ?? []),
    };
  }

  /**
   * The deployment that a request asks: immediately the live one, or (with a reference) a version that may have to be loaded.
   * @throws SERVING_MODEL_UNKNOWN, SERVING_VERSION_UNKNOWN, SERVING_MODEL_UNAVAILABLE
   */
  find(model: string, reference?: string): Deployment | Promise<Deployment> {
    // Names are stored in NFC; clients may spell an accent in two characters.
    const live = this.#live.get(model) ?? this.#live.get(model.normalize("NFC"));
    if (reference === undefined) {
      if (live !== undefined) return live;
      if (model.includes("@")) {
        const parts = splitReference(model);
        if (parts.reference !== undefined && this.#known(parts.model)) return this.find(parts.model, parts.reference);
      }
      throw this.#missing(model);
    }
    if (!this.#known(model)) throw this.#missing(model);
    if (live?.versionName === reference) return live;
    return this.#findVersion(model, reference);
  }

  /** The model of routes that name none, or undefined where that isn't clear. */
  get defaultModel(): Deployment | undefined {
    const name = this.#options.defaultModel;
    if (name !== undefined) return this.#live.get(name);
    return this.#live.size === 1 ? this.#live.values().next().value : undefined;
  }

  /** Looks at the store now; several callers share one look. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Starts following the store. */
  follow(): void {
    const pollMs = this.#options.pollMs ?? 1000;
    if (pollMs > 0) void this.#follow(pollMs);
  }

  close(): void {
    this.#closing.abort();
  }

  async #follow(pollMs: number): Promise<void> {
    for await (const _ of this.#store.platform.machine.every(pollMs, this.#closing.signal)) {
      // A store that can't be read for a moment changes nothing: what is loaded goes on answering.
      await this.refresh().catch(() => {});
    }
  }

  #known(model: string): boolean {
    return this.#live.has(model) || this.#problems.has(model);
  }

  #missing(model: string): Error {
    const problem = this.#problems.get(model);
    if (problem !== undefined) return fail("SERVING_MODEL_UNAVAILABLE", { model, reason: problem.message });
    return unknownModel(model, this.#live.keys());
  }

  async #findVersion(model: string, reference: string): Promise<Deployment> {
    let entry = this.#catalogue.get(model);
    if (entry === undefined) throw this.#missing(model);
    let version: number;
    try {
      version = versionOf(entry, reference);
    } catch (error) {
      // It may have been registered since the last look.
      await this.refresh();
      entry = this.#catalogue.get(model);
      if (entry === undefined) throw error;
      version = versionOf(entry, reference);
    }
    const live = this.#live.get(model);
    return live?.version === version ? live : this.#load(model, version);
  }

  async #refresh(): Promise<void> {
    const catalogue = await readCatalogue(this.#store);
    const live = new Map<string, Deployment>();
    for (const [model, reference] of this.#wanted(catalogue)) {
      const deployment = await this.#deploymentOf(catalogue, model, reference);
      if (deployment !== undefined) live.set(model, deployment);
    }
    if (this.#options.run !== undefined) await this.#addCandidate(live, this.#options.run);
    this.#catalogue = catalogue;
    this.#live = live;
  }

  /** Model -> reference, for what this process is to serve. */
  #wanted(catalogue: Catalogue): ReadonlyMap<string, string | undefined> {
    const { models, run } = this.#options;
    if (models !== undefined && models.length > 0) {
      return new Map(models.map(splitReference).map(({ model, reference }) => [model, reference]));
    }
    return new Map(run === undefined ? [...catalogue.keys()].map((name) => [name, undefined]) : []);
  }

  /** The deployment of the wanted version; the last good one where that can't be loaded. */
  async #deploymentOf(
    catalogue: Catalogue,
    model: string,
    reference: string | undefined,
  ): Promise<Deployment | undefined> {
    const current = this.#live.get(model);
    const entry = catalogue.get(model);
    if (entry === undefined) return current;
    let wanted = reference ?? "champion";
    let digest = "";
    try {
      const version = versionOf(entry, reference);
      wanted = String(version);
      digest = entry.versions.get(version)!;
      const aliases = [...entry.aliases].filter(([, target]) => target === version).map(([alias]) => alias);
      if (current?.version === version && current.digest === digest) {
        this.#problems.delete(model);
        return sameNames(current.aliases, aliases) ? current : { ...current, aliases };
      }
      const problem = this.#problems.get(model);
      if (problem?.digest === digest && this.#store.platform.clock.now() < problem.retryAtMs) return current;
      const loaded = await this.#load(model, version, catalogue);
      this.#problems.delete(model);
      return { ...loaded, aliases };
    } catch (error) {
      this.#report(model, wanted, digest, current, error);
      return current;
    }
  }

  #report(model: string, wanted: string, digest: string, current: Deployment | undefined, error: unknown): void {
    const now = this.#store.platform.clock.now();
    const before = this.#problems.get(model);
    this.#problems.set(model, {
      model,
      wanted,
      serving: current?.versionName ?? null,
      code: isMillraceError(error) ? error.code : "HTTP_INTERNAL",
      message: error instanceof Error ? error.message : String(error),
      sinceMs: before?.digest === digest ? before.sinceMs : now,
      digest,
      retryAtMs: now + retryMs,
    });
  }

  #load(model: string, version: number, catalogue: Catalogue = this.#catalogue): Promise<Deployment> {
    const entry = catalogue.get(model)!;
    const digest = entry.versions.get(version)!;
    const key = `${model}@${version} ${digest}`;
    const cached = this.#cache.get(key);
    if (cached !== undefined) {
      this.#cache.delete(key);
      this.#cache.set(key, cached);
      return cached;
    }
    const aliases = [...entry.aliases].filter(([, target]) => target === version).map(([alias]) => alias);
    const metrics = JSON.parse(entry.metrics.get(version)!) as Record<string, unknown>;
    const loading = this.#read({ name: model, version, versionName: String(version), digest, aliases, metrics });
    this.#cache.set(key, loading);
    loading.catch(() => this.#cache.delete(key));
    if (this.#cache.size > cacheSize) this.#cache.delete(this.#cache.keys().next().value!);
    return loading;
  }

  async #read(known: Omit<Deployment, "predictor" | "loadedAtMs">): Promise<Deployment> {
    const bytes = await this.#store.artifacts.read(known.digest);
    return { ...known, predictor: loadModel(bytes), loadedAtMs: this.#store.platform.clock.now() };
  }

  async #addCandidate(live: Map<string, Deployment>, run: string): Promise<void> {
    this.#candidate ??= await this.#loadCandidate(run);
    live.set(this.#candidate.name, this.#candidate);
  }

  /** A run's candidate never changes, so it is loaded once. */
  async #loadCandidate(run: string): Promise<Deployment> {
    const { name, version, digest, pipeline } = await loadRunCandidate(this.#store, run);
    const versionName = version === null ? `run:${run}` : String(version);
    const loadedAtMs = this.#store.platform.clock.now();
    return {
      name,
      version,
      versionName,
      digest,
      aliases: [],
      predictor: predictorOf(pipeline),
      metrics: {},
      loadedAtMs,
    };
  }
}

/**
 * Opens the models of a store for serving and starts following their aliases.
 * A model that can't be loaded is no reason to refuse the others: see {@link Deployments.problems}; a store without models serves the first
 * one once it is there.
 * @throws SERVING_MODEL_UNKNOWN, SERVING_VERSION_UNKNOWN (a model that was asked for by name isn't there)
 */
export async function openDeployments(store: Store, options: DeploymentOptions = {}): Promise<Deployments> {
  const catalogue = await readCatalogue(store);
  for (const { model, reference } of (options.models ?? []).map(splitReference)) {
    const entry = catalogue.get(model);
    if (entry === undefined) throw unknownModel(model, catalogue.keys());
    versionOf(entry, reference);
  }
  const deployments = new Deployments(store, options);
  await deployments.refresh();
  if (options.defaultModel !== undefined && deployments.list().every(({ name }) => name !== options.defaultModel)) {
    throw unknownModel(
      options.defaultModel,
      deployments.list().map(({ name }) => name),
    );
  }
  deployments.follow();
  return deployments;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
