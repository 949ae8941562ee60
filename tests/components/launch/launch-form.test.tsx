import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeApi } from "../fake-api";
import { answerLaunch, DATASET, MEASURED, POOL, PROVIDER, pageWith } from "./launch-api";
import { box, forecast, openLaunch, setTo, startButton } from "./open-launch";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push, prefetch: () => {} }), usePathname: () => "/runs/new" }));

const api = fakeApi();

beforeEach(() => {
  push.mockClear();
  localStorage.clear();
  answerLaunch(api);
});

const OWN = "?rps=5&burst=10&conc=8&attempts=4";
const F1 = "1,200 cases at 5 rps, burst 10, 8 at once: about 4 min 2 s, bounded by rate.";
const started = () => api.sent.filter((request) => request.path === "/api/v1/runs");
/** What is told beside a field; the summary tells it again. */
const beside = (text: string | RegExp) => screen.getByText(text, { selector: "p" });

describe("the forecast of the launch form", () => {
  it("is told from the address and what earlier runs showed", async () => {
    openLaunch(OWN);
    await waitFor(() => expect(forecast()).toContain(F1));
    await waitFor(() => expect(forecast()).toContain("1,212 attempts"));
    expect(forecast()).toContain("Assumes 1.2 s per call and 1 % retried (last 7 days, 812 calls).");
  });

  it("counts every asking of a case, and starts the run with as many repeats", async () => {
    const user = openLaunch(`${OWN}&repeats=3`);
    await waitFor(() => expect(forecast()).toContain("1,200 cases × 3 at 5 rps, burst 10, 8 at once: about 12 min"));
    setTo("Repeats", "21");
    await user.click(startButton());
    expect(beside("A whole number from 1 to 20.")).toBeTruthy();
    expect(started()).toEqual([]);
  });

  it("follows another latency, and a press mends the slots", async () => {
    const user = openLaunch(`${OWN}&retried=0`);
    await waitFor(() => expect(forecast()).toContain("bounded by rate"));
    setTo("Per call", "4.0");
    await waitFor(() => expect(forecast()).toContain("10 min 0 s, bounded by concurrency"));
    expect(screen.getByText(/8 at once carry 2.0 rps at 4.0 s per call; you set 5./)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Set 25" }));
    expect(box("At once")).toHaveProperty("value", "25");
    await waitFor(() => expect(forecast()).toContain("25 at once: about 4 min 2 s, bounded by rate"));
    expect(screen.queryByText(/at once carry/)).toBeNull();
  });

  it("says nothing over limits that are wrong", async () => {
    openLaunch(OWN);
    await waitFor(() => expect(forecast()).toContain("bounded by rate"));
    setTo("Requests per second", "0");
    await waitFor(() => expect(forecast()).toContain("Mend the number of cases or the limits"));
  });

  it("says where the provider's limits are the tighter", async () => {
    const pool = { ...POOL, limits: { ...POOL.limits, requestsPerSecond: 2 } };
    api.answer("GET /api/v1/pools", () => ({ status: 200, body: pageWith(pool) }));
    openLaunch(OWN);
    await waitFor(() =>
      expect(screen.getByText(/pool's limits are tighter and hold: 2 rps \(you set 5\)/)).toBeTruthy(),
    );
    expect(forecast()).toContain("1,200 cases at 2 rps");
  });
});

describe("what the launch form refuses", () => {
  it("names every wrong limit beside its field, focuses the first and sends nothing", async () => {
    const user = openLaunch("?rps=0&burst=1.5&conc=8&attempts=0");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}}");
    expect(screen.queryByText(/Enter a rate above 0/)).toBeNull();
    await user.click(startButton());
    expect(box("Requests per second").getAttribute("aria-invalid")).toBe("true");
    expect(beside("Enter a rate above 0, e.g. 5 or 300/min.")).toBeTruthy();
    expect(beside("Burst is whole, at least 1.")).toBeTruthy();
    expect(beside(/1 means no retry\./)).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(box("Requests per second")));
    expect(started()).toEqual([]);
    await user.click(screen.getByRole("link", { name: "Attempts" }));
    expect(document.activeElement).toBe(box("Attempts"));
  });

  it("takes a rate per minute for what it is", async () => {
    const user = openLaunch(OWN);
    await user.clear(box("Requests per second"));
    await user.type(box("Requests per second"), "300/min");
    await user.tab();
    expect(box("Requests per second")).toHaveProperty("value", "5");
  });

  it("names a variable that the dataset lacks, before anything is sent", async () => {
    const user = openLaunch("");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}} {{topic}}");
    await user.click(startButton());
    expect(beside("sums has no {{topic}}. It has {{question}}, {{hint}}.")).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(box("Prompt template")));
    expect(started()).toEqual([]);
  });

  it("tells at the evaluator that there is nothing to compare with", async () => {
    answerLaunch(api, { dataset: { ...DATASET, hasExpected: false } });
    const user = openLaunch("");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}}");
    await user.click(startButton());
    expect(beside("It compares with an expected value, and this dataset has none.")).toBeTruthy();
    expect(started()).toEqual([]);
  });

  it("shows what the server refuses at the field it means, and keeps the form", async () => {
    api.answer("POST /api/v1/runs", () => ({
      status: 422,
      body: {
        error: {
          code: "infeasible",
          message: "The model is not known.",
          issues: [{ path: "target.model", message: "sim-small is not known" }],
        },
      },
    }));
    const user = openLaunch("");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}}");
    await user.click(startButton());
    await waitFor(() => expect(beside("sim-small is not known")).toBeTruthy());
    expect(box("Prompt template")).toHaveProperty("value", "{{question}}");
    expect(push).not.toHaveBeenCalled();
  });
});

describe("starting", () => {
  it("sends the run once, however often it is pressed, and goes to watch it", async () => {
    const user = openLaunch(OWN);
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}} Answer briefly.");
    await user.dblClick(startButton());
    await waitFor(() => expect(push).toHaveBeenCalledWith("/runs/run_7"));
    expect(started()).toHaveLength(1);
    expect(started()[0]?.body).toMatchObject({
      datasetId: "ds_1",
      target: { providerId: "prv_1", model: "sim-small", prompt: "{{question}} Answer briefly." },
      evaluators: [{ type: "contains" }],
      limits: { requestsPerSecond: 5, burst: 10, concurrency: 8, retry: { attempts: 4 } },
    });
  });

  it("names no limits where it follows the provider's", async () => {
    const user = openLaunch("?n=20");
    await screen.findByText("{{question}}");
    setTo("Prompt template", "{{question}}");
    await user.keyboard("{Control>}{Enter}{/Control}");
    // The shortcut belongs to the form: the focus has to be in it.
    await user.click(box("Prompt template"));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(started()).toHaveLength(1));
    expect(started()[0]?.body).not.toHaveProperty("limits");
    expect(started()[0]?.body).toMatchObject({ sample: { kind: "first", n: 20 } });
  });

  it("puts a variable into the template by a press, and shows the first case as it will be sent", async () => {
    const user = openLaunch("");
    await user.click(await screen.findByRole("button", { name: "{{question}}" }));
    expect(box("Prompt template")).toHaveProperty("value", "{{question}}");
    expect(await screen.findByText("What is 2 + 2?")).toBeTruthy();
  });
});

describe("the cost of a launch", () => {
  const of = (label: string) => screen.getByText(label).nextElementSibling?.textContent ?? "";

  it("is told with its band, and in the sentence", async () => {
    openLaunch(OWN);
    // 1,200 answers of 800 tokens in and 200 out at $1 and $4 a million.
    await waitFor(() => expect(forecast()).toContain("1,212 attempts, ≈$1.92, done"));
    expect(of("Cost")).toMatch(/^\$1\.8\d – \$1\.\d\d|\$2\.0\d$/);
    expect(of("Half of such runs by")).toMatch(/^4\smin/);
    expect(of("Nine in ten by")).toMatch(/^4\smin/);
    expect(of("Expected 429s")).toBe("none");
  });

  it("beyond the budget is told, and one press raises it", async () => {
    const user = openLaunch(`${OWN}&budget=1`);
    expect(await screen.findByText(/≈\$1.92 exceeds \$1.00; the run will auto-pause at about case 625./)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Set $2.12" }));
    expect(box(/^Budget/)).toHaveProperty("value", "2.12");
    await waitFor(() => expect(screen.queryByText(/exceeds/)).toBeNull());
  });

  it("that is not known says so, leads to the price table, and stops a budget", async () => {
    api.answer("POST /api/v1/forecast", () => ({
      status: 200,
      body: { ...MEASURED, assumes: { ...MEASURED.assumes, price: null } },
    }));
    const user = openLaunch(OWN);
    expect(await screen.findByText(/Cost unknown: no price for sim-small./)).toBeTruthy();
    expect(of("Cost")).toBe("unknown");
    setTo(/^Budget/, "5");
    expect(await screen.findByText(/A budget needs one./)).toBeTruthy();
    await user.click(startButton());
    expect(started()).toHaveLength(0);
    await user.click(screen.getByRole("button", { name: "Add a price" }));
    expect(push).toHaveBeenCalledWith("/prices?provider=simulated&model=sim-small");
  });

  it("is limited by the budget that is sent", async () => {
    const user = openLaunch(`${OWN}&budget=0`);
    await waitFor(() => expect(forecast()).toContain(F1));
    setTo("Prompt template", "{{question}}");
    await user.click(startButton());
    await waitFor(() => expect(beside("US dollars from 0.01, or empty.")).toBeTruthy());
    expect(started()).toHaveLength(0);
    setTo(/^Budget/, "$7.50");
    await user.click(startButton());
    await waitFor(() => expect(started()).toHaveLength(1));
    expect(started()[0]?.body).toMatchObject({ budgetUsd: 7.5 });
  });
});

describe("odd cases of the dataset", () => {
  it("are told under it, and left out by a press", async () => {
    api.answer("POST /api/v1/forecast", () => ({
      status: 200,
      body: { ...MEASURED, assumes: { ...MEASURED.assumes, odd: { empty: 3, duplicates: 12, tooLong: 0 } } },
    }));
    const user = openLaunch(OWN);
    setTo("Prompt template", "{{question}}");
    expect(await screen.findByText(/12 duplicate, 3 empty./)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Skip them" }));
    expect(await screen.findByText(/Skips 12 duplicate, 3 empty./)).toBeTruthy();
    await waitFor(() => expect(forecast()).toContain("1,185 cases"));
    await user.click(startButton());
    await waitFor(() => expect(started()).toHaveLength(1));
    expect(started()[0]?.body).toMatchObject({ skip: ["empty", "duplicates", "too-long"] });
  });
});

describe("a launch form without any provider", () => {
  it("is closed, offers two ways on, and opens with the simulated provider", async () => {
    api.answer("GET /api/v1/providers?limit=500", () => ({ status: 200, body: pageWith() }));
    api.answer("POST /api/v1/providers", () => {
      api.answer("GET /api/v1/providers?limit=500", () => ({ status: 200, body: pageWith(PROVIDER) }));
      return { status: 201, body: PROVIDER };
    });
    const user = openLaunch(OWN);
    await screen.findByRole("heading", { name: "A run needs a provider" });
    expect(startButton().matches(":disabled")).toBe(true);
    expect(box("Requests per second").matches(":disabled")).toBe(true);
    expect(screen.getByRole("link", { name: "Add a provider" }).getAttribute("href")).toBe("/providers/new");
    await user.click(screen.getByRole("button", { name: "Use the simulated one" }));
    await waitFor(() => expect(startButton().matches(":disabled")).toBe(false));
    expect(screen.queryByRole("heading", { name: "A run needs a provider" })).toBeNull();
    const sent = api.sent.filter(({ method, path }) => method === "POST" && path === "/api/v1/providers");
    expect(sent.map(({ body }) => body)).toMatchObject([{ kind: "simulated", name: "Built-in simulator" }]);
    // What was filled in is there still.
    expect(box("Requests per second")).toHaveProperty("value", "5");
  });
});
