import { afterEach, beforeEach } from "vitest";
import { BUILD_HEADER, BUILD_ID } from "@/lib/contracts/build";

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

type Answer = (request: SentRequest) => { status: number; body: unknown };

/** Answers the requests of a component from a table; a request that is not in it fails the test. */
export function fakeApi(): { sent: SentRequest[]; answer: (route: string, answer: Answer) => void } {
  const sent: SentRequest[] = [];
  const answers = new Map<string, Answer>();
  let original: typeof fetch;
  beforeEach(() => {
    sent.length = 0;
    answers.clear();
    original = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const request: SentRequest = {
        method: init?.method ?? "GET",
        path: String(input),
        body: typeof init?.body === "string" ? JSON.parse(init.body) : null,
      };
      sent.push(request);
      const answer = answers.get(`${request.method} ${request.path}`);
      if (answer === undefined) throw new Error(`no answer for ${request.method} ${request.path}`);
      const { status, body } = answer(request);
      const headers = { [BUILD_HEADER]: BUILD_ID };
      return status === 204 ? new Response(null, { status, headers }) : Response.json(body, { status, headers });
    };
  });
  afterEach(() => {
    globalThis.fetch = original;
  });
  return { sent, answer: (route, answer) => void answers.set(route, answer) };
}
