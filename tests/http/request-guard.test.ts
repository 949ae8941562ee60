import { describe, expect, it } from "vitest";
import { guardRequest, type HostPolicy, isKnownHost } from "@/lib/http/request-guard";

const LOCAL: HostPolicy = { host: "127.0.0.1", allowedHosts: [] };
const OPEN: HostPolicy = { host: "0.0.0.0", allowedHosts: ["evals.example.com"] };

function post(headers: Record<string, string>): Request {
  return new Request("http://localhost:3000/api/v1/runs", {
    method: "POST",
    headers: { host: "localhost:3000", ...headers },
  });
}

describe("the Host header", () => {
  it.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST", "app.localhost:3000"])("knows %s", (host) => {
    expect(isKnownHost(host, LOCAL)).toBe(true);
  });
  it.each(["evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.5:3000"])(
    "does not know %s while it listens on this machine only",
    (host) => {
      expect(isKnownHost(host, LOCAL)).toBe(false);
    },
  );
  it.each(["192.168.1.5:3000", "[fe80::1]:3000", "evalpace:3000", "evals.example.com", "EVALS.example.com:443"])(
    "knows %s when it listens on every address",
    (host) => {
      expect(isKnownHost(host, OPEN)).toBe(true);
    },
  );
  it("does not know a domain that public DNS could point here", () => {
    expect(isKnownHost("rebound.evil.example:3000", OPEN)).toBe(false);
  });
  it("refuses even reads under an unknown name", () => {
    const request = new Request("http://x/api/v1/runs", { headers: { host: "evil.example" } });
    expect(() => guardRequest(request, LOCAL)).toThrow(/ALLOWED_HOSTS/);
  });
});

describe("requests that change something", () => {
  it("come through from programs, which send no browser headers", () => {
    expect(() => guardRequest(post({}), LOCAL)).not.toThrow();
  });
  it("come through from our own pages", () => {
    const own = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };
    expect(() => guardRequest(post(own), LOCAL)).not.toThrow();
  });
  it.each<Record<string, string>>([
    { origin: "http://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "http://localhost:5173", "sec-fetch-site": "same-site" },
    { origin: "http://localhost:5173" },
  ])("are refused from another site: %o", (headers) => {
    expect(() => guardRequest(post(headers), LOCAL)).toThrow(/Another web site/);
  });
  it("come through a reverse proxy whose name is allowed", () => {
    expect(() => guardRequest(post({ origin: "https://evals.example.com" }), OPEN)).not.toThrow();
  });
  it("are reads for another site only where they change nothing", () => {
    const read = new Request("http://localhost/x", { headers: { host: "localhost", "sec-fetch-site": "cross-site" } });
    expect(() => guardRequest(read, LOCAL)).not.toThrow();
  });
});
