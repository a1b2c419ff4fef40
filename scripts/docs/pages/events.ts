import { eventDefinitions, recordTables } from "../../../src/store/index.ts";
import { code, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";

/** Every kind of event, and every table that is made of them. */
export const eventsPage: Page = {
  file: "events.md",
  title: "Events and records",
  summary: "What a home's log can hold, and the tables that are made of it.",
  body: () =>
    paragraphs(
      "Everything that happens is an event in one append-only log. Each has a sequence number, a time, a subject, the run that it belongs to (or none), its cause (the event that led to it), an actor (a person or a duty, by name) and a body in some version; older versions stay readable.",
      "Its hash is SHA-256 over the hash before it, its content, and the salted hash of its free text. Every 1,000th event is a checkpoint with the Merkle root (RFC 6962) of all events before it. Free text can be removed later: the chain still verifies, nothing else of the event can change, and `event.redacted` records it. `millrace doctor` checks all of this.",
      table(
        ["event", "what happens", "from", "to", "subject", "free text"],
        [...eventDefinitions].map(([type, { summary, from, to, about, freeText = [] }]) => [
          code(type),
          summary,
          from,
          to,
          about.join(", "),
          freeText.map(code).join(", "),
        ]),
      ),
      "## Records",
      "Tables that are made of the events, and made anew from them where their shape changed or `millrace doctor --repair` finds a difference.",
      table(
        ["table", "key", "columns"],
        [...recordTables].map(([name, { key, columns }]) => [
          code(name),
          key.map(code).join(", "),
          Object.entries(columns)
            .map(([column, type]) => `${column} (${type.replace("?", ", may be null")})`)
            .join(", "),
        ]),
      ),
    ),
};
