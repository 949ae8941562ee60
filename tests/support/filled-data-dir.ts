import path from "node:path";
import { openStores } from "@/lib/persistence/open-stores";
import { migrate } from "@/scripts/migrate.mjs";
import { fillLargeRun, type LargeRun } from "./fill-large-run";

/** Makes the database of a data directory, with these finished runs in it, before any server opens it. */
export async function fillDataDir(dataDir: string, runs: readonly LargeRun[]): Promise<void> {
  await migrate({ url: `file:${path.join(dataDir, "evalpace.db")}`, dir: path.resolve("prisma/sqlite/migrations") });
  const stores = openStores({ dataDir });
  for (const run of runs) await fillLargeRun(stores, run);
  await stores.close();
}
