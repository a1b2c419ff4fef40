export { checkDocs, type DocsFault, type DocsFile, drawDocs } from "./docs-folder/docs-folder.ts";
export { readDocs, writeDocs } from "./docs-folder/write-docs.ts";
export { type Document, diagramsOf } from "./document.ts";
export { htmlDocument } from "./html.ts";
export { markdownDocument } from "./markdown.ts";
export { loadReportSubject } from "./report-subject.ts";
export { runReport } from "./run-report/run-report.ts";
