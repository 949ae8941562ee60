import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { NewProvider } from "@/components/providers/new-provider";
import { newProviderValues, readNewProvider, valuesOfProvider } from "@/components/providers/provider-values";
import { createProviderRequest } from "@/lib/contracts/providers";
import { fakeApi } from "../fake-api";
import { PROVIDER, pageWith } from "../launch/launch-api";
import { show } from "../screen";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }), usePathname: () => "/providers/new" }));

const api = fakeApi();

beforeEach(() => {
  push.mockClear();
  api.answer("GET /api/v1/presets", () => ({ status: 200, body: pageWith() }));
  api.answer("POST /api/v1/providers", () => ({ status: 201, body: PROVIDER }));
});

function open() {
  show(<NewProvider />);
  return userEvent.setup();
}
const box = (name: string | RegExp) => screen.getByRole("textbox", { name });
const set = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const created = () => api.sent.filter((request) => request.method === "POST").map((request) => request.body);
const add = () => screen.getByRole("button", { name: "Add provider" });

describe("the form of a new provider", () => {
  it("asks for a name before anything is sent", async () => {
    const user = open();
    await user.click(add());
    await waitFor(() => expect(box("Name").getAttribute("aria-invalid")).toBe("true"));
    expect(document.activeElement).toBe(box("Name"));
    expect(created()).toEqual([]);
  });

  it("asks an OpenAI-compatible provider for its base URL", async () => {
    const user = open();
    await user.click(screen.getByRole("radio", { name: /OpenAI-compatible/ }));
    set(box("Name"), "vLLM");
    await user.click(add());
    expect(await screen.findByText(/needs a baseUrl/)).toBeTruthy();
    expect(created()).toEqual([]);
  });

  it("sends key and models as the contract has them, and goes to the provider", async () => {
    const user = open();
    set(box("Name"), "OpenAI");
    set(screen.getByLabelText("API key"), "sk-secret-1234");
    set(box(/Models/), "gpt-a\ngpt-b, gpt-a\n");
    await user.click(add());
    await waitFor(() => expect(push).toHaveBeenCalledWith("/providers/prv_1"));
    expect(created()).toEqual([
      { name: "OpenAI", kind: "openai", apiKey: "sk-secret-1234", models: ["gpt-a", "gpt-b"] },
    ]);
  });

  it("sends own limits, and none where one is wrong", async () => {
    const user = open();
    set(box("Name"), "OpenAI");
    await user.click(screen.getByRole("radio", { name: "Own values" }));
    set(box("Requests per second"), "0");
    await user.click(add());
    expect(await screen.findByText("Enter a rate above 0, e.g. 5 or 300/min.")).toBeTruthy();
    expect(created()).toEqual([]);
    set(box("Requests per second"), "120/min");
    await user.click(add());
    await waitFor(() =>
      expect(created()).toMatchObject([{ limits: { requestsPerSecond: 2, burst: 10, concurrency: 8 } }]),
    );
  });

  it("puts a refusal of the server at its field", async () => {
    const error = {
      code: "invalid-input",
      message: "baseUrl",
      issues: [{ path: "baseUrl", message: "is not reachable" }],
    };
    api.answer("POST /api/v1/providers", () => ({ status: 400, body: { error } }));
    const user = open();
    set(box("Name"), "OpenAI");
    await user.click(add());
    expect(await screen.findByText("is not reachable")).toBeTruthy();
    expect(push).not.toHaveBeenCalled();
  });
});

describe("a simulated provider's settings", () => {
  const values = { ...newProviderValues("simulated"), name: "Sim" };
  const read = (simulated: Partial<typeof values.simulated>) =>
    readNewProvider({ ...values, simulated: { ...values.simulated, ...simulated } });

  it("are the contract's, with shares in percent", () => {
    const result = read({
      faults: { ...values.simulated.faults, error500: "2" },
      retryAfter: "fixed",
      retryAfterSeconds: "12",
    });
    if (!("body" in result)) throw new Error(JSON.stringify(result.problems));
    const sent = createProviderRequest.parse(result.body);
    expect(sent.simulated).toMatchObject({ faults: { error500: 0.02 }, retryAfter: 12 });
  });

  it("come back as they were", () => {
    const result = read({
      latencyMedianMs: "350",
      quotaAfterRequests: "0",
      limits: { ...values.simulated.limits, concurrency: "" },
    });
    if (!("body" in result)) throw new Error(JSON.stringify(result.problems));
    const stored = createProviderRequest.parse(result.body).simulated ?? null;
    const again = valuesOfProvider({ ...PROVIDER, simulated: stored });
    expect(readNewProvider({ ...again, name: "Sim", models: "" })).toEqual(result);
  });

  it("say at each field what is wrong", () => {
    const result = read({
      latencyMedianMs: "fast",
      latencyP95Ratio: "0.5",
      seed: "1.5",
      faults: { ...values.simulated.faults, reset: "101" },
      limits: { ...values.simulated.limits, burst: "0" },
    });
    expect("problems" in result && result.problems).toEqual({
      "simulated.latencyMedianMs": "A number.",
      "simulated.latencyP95Ratio": "At least 1.",
      "simulated.seed": "A whole number.",
      "simulated.faults.reset": "A share from 0 to 100 %.",
      "simulated.limits.burst": "At least 1.",
    });
  });
});
