import { type ErrorBody, fail, isMillraceError, type MillraceError } from "../errors/index.ts";
import type { Protocol } from "./contract/contract.ts";

/** What an error says to clients of a protocol. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorBody | { readonly error: string } | { readonly error_code: string; readonly message: string };
}

/** The protocol whose clients would ask for this path, whether or not there is a route. */
export function protocolOfPath(path: string): Protocol {
  if (/^\/v2(\/|$)/.test(path)) return "open-inference";
  if (/^\/v1(\/|$)/.test(path)) return "kserve";
  if (/^\/(invocations|ping|version)(\/|$)/.test(path)) return "mlflow";
  return "millrace";
}

/** An error in the shape of a protocol. */
export function answerOf(error: MillraceError, protocol: Protocol): ErrorAnswer {
  const { message, fix } = error.toBody().error;
  switch (protocol) {
    case "open-inference":
    case "kserve":
      // The protocol's "typically 400" for a bad input; clients tell retryable from not by 4xx and 5xx alone.
      return { status: error.status === 422 ? 400 : error.status, body: { error: `${message} ${fix}` } };
    case "mlflow":
      return {
        status: error.status === 422 ? 400 : error.status,
        body: { error_code: mlflowCode(error.status), message: `${message} ${fix}` },
      };
    default:
      return { status: error.status, body: error.toBody() };
  }
}

function mlflowCode(status: number): string {
  if (status === 404) return "RESOURCE_DOES_NOT_EXIST";
  if (status === 403) return "PERMISSION_DENIED";
  if (status === 503) return "TEMPORARILY_UNAVAILABLE";
  return status < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR";
}

/** What the HTTP framework throws: an Error with a code and perhaps a status. */
interface FrameworkError extends Error {
  readonly code?: string;
  readonly statusCode?: number;
}

/** Any thrown value as one of our errors. @param requestId named where only the log can help */
export function millraceErrorOf(
  error: unknown,
  context: { bodyLimit: number; contentType: string | undefined; expected: string; requestId: string },
): MillraceError {
  if (isMillraceError(error)) return error;
  const { code, statusCode, message } = error as FrameworkError;
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return fail("HTTP_BODY_TOO_LARGE", { limitBytes: context.bodyLimit }, { cause: error });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return mediaTypeError(context.contentType, context.expected);
    case "FST_ERR_BAD_URL":
      return fail("HTTP_URL_INVALID", { reason: "a part of the path isn't percent-encoded UTF-8" }, { cause: error });
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return fail("HTTP_REQUEST_INVALID", { reason: message.replace(/\.$/, "") }, { cause: error });
  }
  return fail("HTTP_INTERNAL", { id: context.requestId }, { cause: error });
}

/** The error for a body of another content type than the route reads. */
export function mediaTypeError(contentType: string | undefined, expected: string): MillraceError {
  const got = contentType === undefined ? "no Content-Type header" : JSON.stringify(contentType.slice(0, 100));
  return fail("HTTP_MEDIA_TYPE_UNSUPPORTED", { got, expected });
}
