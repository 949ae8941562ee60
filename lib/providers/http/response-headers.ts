/** Names of headers that may carry a credential or a session. */
const SECRET_HEADERS = new Set([
  "set-cookie",
  "set-cookie2",
  "cookie",
  "authorization",
  "proxy-authorization",
  "proxy-authenticate",
  "www-authenticate",
  "x-api-key",
  "x-goog-api-key",
  "api-key",
]);

/** The headers of a response, names in lower case, without cookies, credentials and values that contain the key. */
export function safeResponseHeaders(headers: Headers, apiKey: string | null): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (SECRET_HEADERS.has(name)) continue;
    if (apiKey !== null && apiKey.length >= 4 && value.includes(apiKey)) continue;
    safe[name] = value;
  }
  return safe;
}

/** The vendor's id of the request, to quote to its support. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | null {
  return headers["x-request-id"] ?? headers["request-id"] ?? headers["apim-request-id"] ?? null;
}
