import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, apiGet } from "@/lib/client/api-client";
import { onOtherBuild, otherBuildSeen } from "@/lib/client/build-watch";
import { BUILD_HEADER, BUILD_ID } from "@/lib/contracts/build";
import type { settingsResponse } from "@/lib/contracts/settings";

function answerWith(body: unknown, status: number, build: string | null): void {
  const headers: HeadersInit = build === null ? {} : { [BUILD_HEADER]: build };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(body, { status, headers })));
}

const read = () => apiGet<typeof settingsResponse>("/api/v1/settings");
const failure = () =>
  read().then(
    () => null,
    (error: unknown) => (error instanceof ApiError ? { code: error.code, status: error.status } : error),
  );

describe("an answer", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("of the page's own build is taken as it is", async () => {
    answerWith({ autoPause: "as sent" }, 200, BUILD_ID);
    expect(await read()).toEqual({ autoPause: "as sent" });
    expect(otherBuildSeen()).toBe(false);
  });

  it("that did not come from the server is refused", async () => {
    answerWith({ autoPause: "of a proxy" }, 200, null);
    expect(await failure()).toEqual({ code: "unexpected-answer", status: 200 });
  });

  it("that refuses tells why", async () => {
    answerWith({ error: { code: "conflict", message: "Somebody was faster." } }, 409, BUILD_ID);
    expect(await failure()).toEqual({ code: "conflict", status: 409 });
    for (const body of [
      "a page of the framework",
      { error: "of a proxy" },
      { error: { code: 7, message: "of a proxy" } },
    ]) {
      answerWith(body, 502, null);
      expect(await failure()).toEqual({ code: "unexpected-answer", status: 502 });
    }
  });

  it("of another build is taken as well, and that build is told once", async () => {
    const told = vi.fn();
    const end = onOtherBuild(told);
    answerWith({ autoPause: "newer" }, 200, "newer");
    expect(await read()).toEqual({ autoPause: "newer" });
    await read();
    expect(otherBuildSeen()).toBe(true);
    expect(told).toHaveBeenCalledTimes(1);
    end();
  });
});
