import { type Tick, tickSchema } from "@/lib/core/metrics/tick";
import type { Database } from "./prisma-client";
import { parseStored } from "./stored-json";

/** Ticks per query: parsing them takes some 20 ms, during which nothing else runs. */
const CHUNK = 1000;

/** Reads the recorded seconds of runs. Times are epoch ms. */
export class MetricStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Ticks with `from ≤ t < to`, oldest first, in chunks: a long run has tens of thousands. */
  async *tickChunks(runId: string, from: number, to: number): AsyncGenerator<Tick[]> {
    for (let skip = 0, after = from; ; ) {
      const rows = await this.#db.read((client) =>
        client.runTick.findMany({
          where: { runId, t: { gte: after, lt: to } },
          orderBy: [{ t: "asc" }, { poolId: "asc" }],
          take: CHUNK,
          skip,
        }),
      );
      if (rows.length > 0) yield rows.map((row) => parseStored(tickSchema, row.data));
      if (rows.length < CHUNK) return;
      // Go on at the last second, past those of its rows that came already (one for each pool).
      const last = rows.at(-1)?.t ?? after;
      skip = rows.filter((row) => row.t === last).length + (last === after ? skip : 0);
      after = last;
    }
  }

  /** All ticks with `from ≤ t < to`, oldest first. */
  async ticks(runId: string, from: number, to: number): Promise<Tick[]> {
    const all: Tick[] = [];
    for await (const chunk of this.tickChunks(runId, from, to)) all.push(...chunk);
    return all;
  }

  /** Start of the first and of the newest recorded second, or null where the run recorded nothing. */
  async range(runId: string): Promise<{ first: number; newest: number } | null> {
    const { _min, _max } = await this.#db.read((client) =>
      client.runTick.aggregate({ where: { runId }, _min: { t: true }, _max: { t: true } }),
    );
    return _min.t === null || _max.t === null ? null : { first: _min.t, newest: _max.t };
  }
}
