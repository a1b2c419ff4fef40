/**
 * The names under which a server answers. A page of another site can point its own name at 127.0.0.1 (DNS rebinding) and
 * would then be same-origin with us; only the Host header tells, so it is checked before anything else.
 */
export interface HostGuard {
  readonly names: readonly string[];
  /** May a request with this Host header and request target be handled? */
  allows(hostHeader: string | undefined, target: string): boolean;
}

/** A guard for localhost, its addresses and the further names given (without ports, in any case). */
export function hostGuard(further: readonly string[] = []): HostGuard {
  const names = ["localhost", "127.0.0.1", "[::1]", ...further.map((name) => name.toLowerCase())];
  const known = new Set(names);
  const passed = new Set<string>();
  return {
    names,
    allows(hostHeader, target) {
      if (hostHeader === undefined) return false;
      // HTTP's absolute form (`GET http://host/path`) carries a second host, which counts for more than the header.
      if (!target.startsWith("/") && !known.has(hostNameOf(authorityOf(target)))) return false;
      if (passed.has(hostHeader)) return true;
      if (!known.has(hostNameOf(hostHeader))) return false;
      if (passed.size < 64) passed.add(hostHeader);
      return true;
    },
  };
}

/** The name in `name:port`, lower case; "" where the text is no host. */
function hostNameOf(authority: string): string {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(:\d{1,5})?$/.exec(authority.toLowerCase());
  return match?.[1] ?? "";
}

function authorityOf(target: string): string {
  return /^https?:\/\/([^/?#]*)/i.exec(target)?.[1] ?? "";
}
