import { expect, it } from "vitest";
import type { LogEntry } from "@/lib/engine/ports/run-records";
import { buildTick } from "@/tests/support/build-tick";
import { batch, storeRun } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

describeOnBothDatabases("the recorded seconds of a run", (stores) => {
  it("come back for any range, in order, however many there are", async () => {
    const run = await storeRun(stores(), 1);
    expect(await stores().metrics.range(run.id)).toBeNull();
    // Two pools in each second, so that a chunk can end in the middle of one.
    const ticks = Array.from({ length: 2501 }, (_, at) =>
      buildTick({ t: 1000 * Math.floor(at / 2), poolId: `p${at % 2}`, started: at }),
    );
    await stores().runs.write(run.id, batch([], { ticks: [...ticks].reverse() }));
    expect(await stores().metrics.ticks(run.id, 0, 1e9)).toEqual(ticks);
    const inside = await stores().metrics.ticks(run.id, 2000, 4000);
    expect(inside.map((tick) => tick.started)).toEqual([4, 5, 6, 7]);
    expect(await stores().metrics.range(run.id)).toEqual({ first: 0, newest: 1_250_000 });
  });
});

describeOnBothDatabases("the log of a run", (stores) => {
  it("is newest first, page by page, by level, kind and text", async () => {
    const run = await storeRun(stores(), 1);
    const log = Array.from(
      { length: 9 },
      (_, at): LogEntry => ({
        seq: at + 1,
        at: 1000 + at,
        kind: at % 2 === 0 ? "retry" : "limit",
        level: at % 3 === 0 ? "warn" : "info",
        text: `Größer ${at}%`,
        caseId: at === 4 ? "case-four" : null,
        actor: at === 5 ? "Ada" : null,
        count: 1,
      }),
    );
    await stores().runs.write(run.id, batch([], { log }));
    const first = await stores().logs.page(run.id, {}, { limit: 4, beforeSeq: null });
    expect(first).toEqual({ items: [...log].reverse().slice(0, 4), nextSeq: 6 });
    const seqs = async (filter: object) =>
      (await stores().logs.page(run.id, filter, { limit: 50, beforeSeq: null })).items.map((entry) => entry.seq);
    expect(await seqs({ levels: ["warn"] })).toEqual([7, 4, 1]);
    expect(await seqs({ kinds: ["limit"], levels: ["warn"] })).toEqual([4]);
    expect(await seqs({ q: "GRÖßER 3%" })).toEqual([4]);
    expect(await seqs({ q: "FOUR" })).toEqual([5]);
    expect(await seqs({ q: "ada" })).toEqual([6]);
    expect(await seqs({ from: 1002, to: 1005 })).toEqual([5, 4, 3]);
    expect(await seqs({ from: 1002, to: 1005, kinds: ["retry"] })).toEqual([5, 3]);
    expect(await stores().runs.lastLogSeq(run.id)).toBe(9);
    const exported = [];
    for await (const chunk of stores().logs.chunks(run.id, { levels: ["warn"] })) exported.push(...chunk);
    expect(exported.map((entry) => entry.seq)).toEqual([1, 4, 7]);
  });
});
