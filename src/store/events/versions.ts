import { canonicalJson } from "../../ml/index.ts";
import { storableText } from "../bind-values.ts";
import { type EventFamily, runOf } from "./event-family.ts";
import type { IntervalRecord } from "./gates.ts";

interface Registration {
  model: string;
  version: number;
  digest: string;
  report: string;
  metrics: Readonly<Record<string, IntervalRecord>>;
}

export interface VersionBodies {
  /** A model that was made elsewhere is in this home now; `digest` is that of our encoding, `fileDigest` of the file. */
  "model.imported": {
    model: string;
    version: number;
    digest: string;
    file: string;
    fileDigest: string;
    millrace: string;
  };
  /** A new number. It belongs to the run that made it, or (without a run) to the import that caused it. */
  "version.registered": Registration;
  /** A run made the newest version's own bytes again: no new number, but the two belong together. */
  "version.registeredAgain": Registration;
  "alias.moved": { model: string; alias: string; version: number; previous: number | null; reason: string };
}

/** Where a version without a run comes from. */
export interface ImportRow {
  model: string;
  version: number;
  digest: string;
  file: string;
  file_digest: string;
  millrace: string;
  actor: string;
  seq: number;
  imported_at: number;
}

export interface VersionRow {
  model: string;
  version: number;
  digest: string;
  /** The run that made it first; null for an imported model. */
  run: string | null;
  report: string;
  metrics: string;
  created_at: number;
}

/** Every run that ended in a version, also in one that was there already. */
export interface RegistrationRow {
  model: string;
  version: number;
  run: string;
  report: string;
  seq: number;
  registered_at: number;
}

export interface AliasRow {
  model: string;
  alias: string;
  version: number;
  moved_at: number;
}

export interface VersionTables {
  imports: ImportRow;
  versions: VersionRow;
  registrations: RegistrationRow;
  aliases: AliasRow;
}

/** Model versions, the runs and imports that they come from, and the aliases that point at them. */
export const versionFamily: EventFamily<VersionBodies, VersionTables> = {
  events: {
    "model.imported": {
      summary: "a model made elsewhere is imported",
      v: 1,
      from: "engineer",
      to: "registry",
      about: ["model"],
    },
    "version.registered": {
      summary: "a version is registered",
      v: 1,
      from: "validator",
      to: "registry",
      about: ["model"],
    },
    "version.registeredAgain": {
      summary: "the newest version is registered again",
      v: 1,
      from: "validator",
      to: "registry",
      about: ["model"],
    },
    "alias.moved": {
      summary: "an alias moves to a version",
      v: 1,
      from: "registry",
      to: "deployment",
      about: ["model"],
      freeText: ["reason"],
    },
  },

  tables: {
    imports: {
      v: 1,
      key: ["model", "version"],
      columns: {
        model: "text",
        version: "integer",
        digest: "text",
        file: "text",
        file_digest: "text",
        millrace: "text",
        actor: "text",
        seq: "integer",
        imported_at: "integer",
      },
    },
    versions: {
      v: 1,
      key: ["model", "version"],
      columns: {
        model: "text",
        version: "integer",
        digest: "text",
        run: "text?",
        report: "text",
        metrics: "text",
        created_at: "integer",
      },
      indexes: [["run"]],
    },
    registrations: {
      v: 1,
      key: ["model", "version", "run"],
      columns: {
        model: "text",
        version: "integer",
        run: "text",
        report: "text",
        seq: "integer",
        registered_at: "integer",
      },
      indexes: [["run"]],
    },
    aliases: {
      v: 1,
      key: ["model", "alias"],
      columns: { model: "text", alias: "text", version: "integer", moved_at: "integer" },
    },
  },

  projections: {
    "model.imported": async (db, event) => {
      const { model, version, digest, file, fileDigest, millrace } = event.body;
      const row = {
        digest,
        file: storableText(file),
        file_digest: fileDigest,
        millrace,
        actor: storableText(event.actor.name),
        seq: event.seq,
        imported_at: event.at,
      };
      await db
        .insertInto("imports")
        .values({ model, version, ...row })
        .execute();
    },

    /** A number that is taken already makes the whole commit fail. */
    "version.registered": async (db, event) => {
      const { model, version, digest, report, metrics } = event.body;
      const row = { model, version, digest, run: event.run, report, metrics: canonicalJson(metrics) };
      await db
        .insertInto("versions")
        .values({ ...row, created_at: event.at })
        .execute();
      if (event.run === null) return;
      const registration = { model, version, run: event.run, report, seq: event.seq, registered_at: event.at };
      await db.insertInto("registrations").values(registration).execute();
    },

    "version.registeredAgain": async (db, event) => {
      const { model, version, report } = event.body;
      const registration = { model, version, run: runOf(event), report, seq: event.seq, registered_at: event.at };
      await db.insertInto("registrations").values(registration).execute();
    },

    "alias.moved": async (db, event) => {
      const { model, alias, version } = event.body;
      await db
        .insertInto("aliases")
        .values({ model, alias, version, moved_at: event.at })
        .onConflict((conflict) => conflict.columns(["model", "alias"]).doUpdateSet({ version, moved_at: event.at }))
        .execute();
    },
  },
};
