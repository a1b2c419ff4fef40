export { didYouMean, listNames, suggestion } from "./did-you-mean.ts";
export { type ErrorEntry, entry } from "./entry.ts";
export { type ErrorBody, fail, isMillraceError, MillraceError, type SourceLocation } from "./millrace-error.ts";
export { type ErrorCode, errorTable } from "./table.ts";
