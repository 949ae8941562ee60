import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EditPool } from "@/components/limits/edit-pool";
import { poolEditStart } from "@/components/limits/pool-edit-url";
import type { PoolResponse } from "@/lib/contracts/providers";
import { limitsSchema } from "@/lib/core/limits/limits";
import { fakeApi } from "../fake-api";
import { POOL, pageWith } from "../launch/launch-api";
import { show } from "../screen";

const api = fakeApi();
const limits = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 });
const pool: PoolResponse = { ...POOL, limits, revision: 4 };

beforeEach(() => {
  api.answer("GET /api/v1/presets", () => ({ status: 200, body: pageWith() }));
  api.answer("GET /api/v1/pools", () => ({ status: 200, body: pageWith(pool) }));
  api.answer("PATCH /api/v1/pools/pool_1", () => ({ status: 200, body: pool }));
});

function open(over: Partial<PoolResponse> = {}) {
  const onClose = vi.fn();
  const view = show(<EditPool pool={{ ...pool, ...over }} onClose={onClose} />);
  return { user: userEvent.setup(), onClose, view };
}
const box = (name: string) => screen.getByRole("textbox", { name });
const set = (name: string, value: string) => fireEvent.change(box(name), { target: { value } });
const sent = () => api.sent.filter((request) => request.method === "PATCH").map((request) => request.body);
const apply = () => screen.getByRole("button", { name: "Apply limits" });

describe("editing a pool's limits", () => {
  it("asks for a reason, and then sends only what changed", async () => {
    const { user, onClose } = open();
    set("Requests per second", "480/min");
    await user.click(apply());
    await waitFor(() => expect(document.activeElement).toBe(box("Reason")));
    expect(sent()).toEqual([]);
    set("Reason", "tier raised");
    await user.click(apply());
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(sent()).toEqual([{ limits: { requestsPerSecond: 8 }, reason: "tier raised", revision: 4 }]);
  });

  it("shows what changes, and whom it touches", () => {
    open({
      runs: [
        { id: "run_1", name: "nightly", inFlight: 6, waiting: 2, priority: "normal", share: 1, startedLastMinute: 0 },
      ],
      inFlight: 6,
    });
    set("At once", "4");
    expect(screen.getByRole("row", { name: /At once.*8 4/ })).toBeTruthy();
    expect(screen.getByText(/Also changes 1 run that is going on: nightly/)).toBeTruthy();
    expect(screen.getByText(/6 are in flight and end on their own/)).toBeTruthy();
  });

  it("opens with what an advice fills in, and applies nothing by itself", async () => {
    const onClose = vi.fn();
    const start = poolEditStart({ rps: null, conc: 15, reason: "What the run nightly showed" });
    show(<EditPool pool={pool} start={start} onClose={onClose} />);
    expect(box("At once")).toHaveProperty("value", "15");
    expect(box("Reason")).toHaveProperty("value", "What the run nightly showed");
    expect(screen.getByRole("row", { name: /At once.*8 15/ })).toBeTruthy();
    expect(sent()).toEqual([]);
    await userEvent.setup().click(apply());
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(sent()).toEqual([{ limits: { concurrency: 15 }, reason: "What the run nightly showed", revision: 4 }]);
  });

  it("marks what an address fills in and is no limit", async () => {
    show(<EditPool pool={pool} start={poolEditStart({ rps: -3, conc: null, reason: "x" })} onClose={vi.fn()} />);
    await userEvent.setup().click(apply());
    await waitFor(() => expect(document.activeElement).toBe(box("Requests per second")));
    expect(sent()).toEqual([]);
  });

  it("keeps the values of an editor who was overtaken, and says by whom", async () => {
    api.answer("PATCH /api/v1/pools/pool_1", () => ({
      status: 409,
      body: { error: { code: "stale-revision", message: "The limits were changed." } },
    }));
    const { user, onClose, view } = open();
    set("At once", "4");
    set("Reason", "evening");
    await user.click(apply());
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(onClose).not.toHaveBeenCalled();
    const theirs = { ...limits, burst: 20 };
    const changes: PoolResponse["changes"] = [
      {
        id: "chg_1",
        revision: 5,
        at: "2026-01-01T12:00:00.000Z",
        actor: "Ana",
        reason: "spike",
        source: "ui",
        before: limits,
        after: theirs,
        preset: null,
      },
    ];
    // As the list brings it once it was asked again.
    view.unmount();
    show(<EditPoolAfter before={pool} after={{ ...pool, limits: theirs, revision: 5, changes }} />);
    set("At once", "4");
    // The panel is modal: the button beside it is out of a user's reach.
    fireEvent.click(screen.getByRole("button", { name: "refetch", hidden: true }));
    expect(screen.getByRole("alert").textContent).toMatch(/Ana changed these limits.*burst 10→20 \(spike\)/);
    await user.click(screen.getByRole("button", { name: "Keep my values" }));
    expect(box("Burst")).toHaveProperty("value", "20");
    expect(box("At once")).toHaveProperty("value", "4");
  });
});

function EditPoolAfter({ before, after }: { before: PoolResponse; after: PoolResponse }) {
  const [pool, setPool] = useState(before);
  return (
    <>
      <button type="button" onClick={() => setPool(after)}>
        refetch
      </button>
      <EditPool pool={pool} onClose={() => {}} />
    </>
  );
}
