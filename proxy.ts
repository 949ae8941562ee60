import { type NextRequest, NextResponse } from "next/server";
import { isKnownHost } from "@/lib/http/request-guard";
import { environment } from "@/lib/server/env";

/** Gives every page a content security policy with a nonce, and no page to a host name that is not ours. */
export function proxy(request: NextRequest): NextResponse {
  const host = request.headers.get("host");
  if (host !== null && !isKnownHost(host, environment())) {
    return new NextResponse("This server does not answer to that name. See ALLOWED_HOSTS in the README.\n", {
      status: 403,
    });
  }
  if (!isReadable(request.nextUrl.pathname)) {
    return new NextResponse("This address cannot be read: a % in it begins no character.\n", { status: 400 });
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

/** Pages decode their parameters, and would fail on one that cannot be. */
function isReadable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

function contentSecurityPolicy(nonce: string): string {
  // React's development build needs eval for its error overlays; charts, dialogs and toasts set inline styles.
  const evaluation = environment().development ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  matcher: [
    {
      // Not the API: it guards itself, and what passes through here is cut at 10 MB.
      source: "/((?!api/|_next/static|_next/image|favicon.ico|icon.svg).*)",
      missing: [
        { type: "header", key: "next-router-prefetch" },
        { type: "header", key: "purpose", value: "prefetch" },
      ],
    },
  ],
};
