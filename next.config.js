// @ts-check
const security = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

/** @type {import("next").NextConfig} */
const config = {
  // Written into the code of pages and server alike, so that a page can tell an answer of its own build.
  env: { EVALPACE_BUILD: process.env.EVALPACE_BUILD ?? "source" },
  poweredByHeader: false,
  reactStrictMode: true,
  // Read when they are first used, from their own files: bundled, the tokenizer's ranks and the client that comes with the
  // rubrics would be in every server chunk that leads to them.
  serverExternalPackages: ["autoevals", "gpt-tokenizer"],
  // The content security policy carries a nonce, so proxy.ts sets it for each page.
  headers: async () => [{ source: "/:path*", headers: security }],
};
export default config;
