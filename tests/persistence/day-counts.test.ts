import { expect, it } from "vitest";
import { freshId } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

describeOnBothDatabases("requests of the day", (stores) => {
  it("are kept for each owner, the newest count alone", async () => {
    const { dayCounts } = stores();
    const [pool, run] = [freshId("pool"), freshId("run")];
    expect(await dayCounts.load(pool)).toBeNull();
    await dayCounts.save(pool, { day: 20_454, started: 7 });
    await dayCounts.save(run, { day: 20_454, started: 1 });
    await dayCounts.save(pool, { day: 20_455, started: 2 });
    expect([await dayCounts.load(pool), await dayCounts.load(run)]).toEqual([
      { day: 20_455, started: 2 },
      { day: 20_454, started: 1 },
    ]);
  });
});
