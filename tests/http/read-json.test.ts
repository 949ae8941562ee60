import { describe, expect, it } from "vitest";
import { readJson } from "@/lib/http/read-json";

function request(body: BodyInit | undefined, headers: Record<string, string> = {}): Request {
  return new Request("http://localhost/x", {
    method: "POST",
    headers,
    ...(body === undefined ? {} : { body, duplex: "half" }),
  });
}

describe("a JSON body", () => {
  it("is read", async () => {
    expect(await readJson(request('{"a": [1, "ü"]}'), 100)).toEqual({ a: [1, "ü"] });
  });
  it.each([undefined, "", "  \n"])("may be empty: %j", async (body) => {
    expect(await readJson(request(body), 100)).toBeUndefined();
  });
  it("is refused with the place of the fault where it does not parse", async () => {
    await expect(readJson(request('{"a": 1,}'), 100)).rejects.toMatchObject({
      code: "invalid-input",
      message: /not valid JSON/,
    });
  });
  it("is refused where it is not UTF-8", async () => {
    await expect(readJson(request(new Uint8Array([0x7b, 0xff, 0x7d])), 100)).rejects.toMatchObject({
      code: "invalid-input",
      message: /UTF-8/,
    });
  });
  it("is refused by its declared length before it is read", async () => {
    const huge = request("{}", { "content-length": "2000000" });
    await expect(readJson(huge, 1024 * 1024)).rejects.toMatchObject({ code: "payload-too-large", message: /1 MB/ });
  });
  it("is refused while it comes in, where it declares no length", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1000).fill(0x20));
      },
    });
    await expect(readJson(request(endless), 10_000)).rejects.toMatchObject({ code: "payload-too-large" });
    expect(sent).toBeLessThan(50);
  });
});
