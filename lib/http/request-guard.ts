import { DomainError } from "@/lib/core/errors";

/** Under which names the server may be reached. */
export interface HostPolicy {
  /** The address it listens on. */
  readonly host: string;
  /** Further names, lower case: a reverse proxy's domain. */
  readonly allowedHosts: readonly string[];
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
const WILDCARDS = new Set(["0.0.0.0", "::", "[::]"]);
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Keeps other web sites from using the API through a visitor's browser: there are no accounts yet, so being able to
 * reach the server is all the right that is needed. Programs that send no browser headers are let through.
 * @throws DomainError forbidden
 */
export function guardRequest(request: Request, policy: HostPolicy): void {
  const host = request.headers.get("host");
  if (host !== null && !isKnownHost(host, policy)) {
    throw new DomainError(
      "forbidden",
      `This server does not answer to the name "${nameOf(host)}". Open it by its address, or add the name to ALLOWED_HOSTS.`,
    );
  }
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  // A browser sends both; an older one only the origin.
  const sameSite = site === null || site === "same-origin" || site === "none";
  if (!sameSite || (origin !== null && !isOwnOrigin(origin, host, policy))) {
    throw new DomainError(
      "forbidden",
      "Another web site may not change anything here. Use the dashboard itself, or a program.",
    );
  }
}

/** True where the Host header names this server. A name that public DNS could point here (rebinding) is not known. */
export function isKnownHost(hostHeader: string, policy: HostPolicy): boolean {
  const name = nameOf(hostHeader);
  if (
    LOOPBACK.has(name) ||
    name.endsWith(".localhost") ||
    name === policy.host.toLowerCase() ||
    policy.allowedHosts.includes(name)
  )
    return true;
  // Reachable from elsewhere by choice: addresses, and names without a dot (containers, machines of the local network).
  return WILDCARDS.has(policy.host) && (isAddress(name) || !name.includes("."));
}

function isOwnOrigin(origin: string, host: string | null, policy: HostPolicy): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.host === host?.toLowerCase() || policy.allowedHosts.includes(url.hostname.toLowerCase());
}

function isAddress(name: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(name) || /^\[[0-9a-f:.]+\]$/.test(name);
}

function nameOf(hostHeader: string): string {
  return hostHeader.toLowerCase().replace(/:\d+$/, "");
}
