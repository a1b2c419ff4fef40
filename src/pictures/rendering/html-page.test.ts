import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hostileWords } from "../../../test/fixtures/hostile-words.ts";
import type { Drawing } from "../diagrams/index.ts";
import { htmlPage } from "./html-page.ts";
import { mermaidBundle } from "./mermaid-bundle.ts";

const drawing = (title: string, text: string): Drawing => ({ kind: "flowchart", view: "run", title, text });
const plain = drawing("rides: run 1", "%% Drawn by Millrace from 3 events\nflowchart TB\n  a --> b\n");

/** Scripts as a browser's parser cuts them out of a page. */
function scriptsOf(page: string): { attributes: string; text: string }[] {
  return [...page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script/gi)].map(([, attributes, text]) => ({
    attributes: attributes!,
    text: text!,
  }));
}

describe("htmlPage", () => {
  it("lets its own two scripts run and nothing else, and names no other place", () => {
    const page = htmlPage([plain]);
    const policy = /content-security-policy" content="([^"]*)"/.exec(page)![1]!;
    const run = scriptsOf(page).filter(({ attributes }) => attributes === "");
    expect(run).toHaveLength(2);
    const hashes = run.map(({ text }) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
    expect(policy).toBe(
      `default-src 'none'; script-src ${hashes.join(" ")}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(page.replace(mermaidBundle(), "")).not.toMatch(/\b(src|href|action)=|@import|url\(/);
  });

  it("holds a bundle that no parser of HTML can misread", () => {
    expect(mermaidBundle()).not.toMatch(/<\/?script/i);
    expect(mermaidBundle()).not.toMatch(/\r|\0/);
  });

  it("shows hostile words as text, wherever they stand", () => {
    const words = [
      "</script><script>alert(1)</script>",
      "<!--<script>",
      '"><img src=x onerror=alert(1)>',
      ...hostileWords,
    ];
    const drawings = words.map((word) => drawing(word, `flowchart TB\n  a["${word}"]\n`));
    const page = htmlPage(drawings);
    const scripts = scriptsOf(page);
    expect(scripts.map(({ attributes }) => attributes)).toEqual([
      ...[' type="application/json" id="pictures"', ' type="application/json" id="configuration"', "", ""],
    ]);
    const pictures = JSON.parse(scripts[0]!.text) as { title: string; text: string }[];
    expect(pictures.map(({ title, text }) => ({ title, text }))).toEqual(
      drawings.map(({ title, text }) => ({ title, text })),
    );
    const around = scripts.reduce((rest, { text }) => rest.replace(text, ""), page);
    expect(around).not.toMatch(/<img|<b>|<br|<i>|<<|onerror=alert\(\d\)>/);
  });

  it("has a tab for each of several, and tells two of a kind apart by their titles", () => {
    expect(htmlPage([plain])).not.toContain("<nav");
    const page = htmlPage([plain, drawing("rides: run 2", plain.text), { ...plain, kind: "sequence" }]);
    const tabs = [...page.matchAll(/role="tab"[^>]*>([^<]*)</g)].map(([, label]) => label);
    expect(tabs).toEqual(["Flowchart: rides: run 1", "Flowchart: rides: run 2", "Sequence"]);
    expect(page).toContain('<p id="source">Drawn by Millrace from 3 events</p>');
  });
});
