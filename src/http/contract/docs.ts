import { z } from "zod";
import { contracts } from "./contract.ts";

const shared = { method: "GET", permission: "read", protocol: "millrace", part: "both", group: "Docs" } as const;

/** The OpenAPI document and the page for people. */
export const docsContract = contracts({
  root: { ...shared, path: "/", summary: "Leads to /docs.", answers: "text/html" },
  page: {
    ...shared,
    path: "/docs",
    summary: "This page: every route, and a form that asks each model.",
    answers: "text/html",
  },
  script: { ...shared, path: "/docs/page.js", summary: "The page's script.", answers: "text/javascript" },
  style: { ...shared, path: "/docs/style.css", summary: "The page's style.", answers: "text/css" },
  icon: { ...shared, path: "/docs/icon.svg", summary: "The mark.", answers: "image/svg+xml" },
  openapi: {
    ...shared,
    path: "/openapi.json",
    summary: "The OpenAPI 3.1 document, with a row schema for each model.",
    answer: z.record(z.string(), z.unknown()),
  },
});
