/** A process that writes to a database next to others, and says what was acknowledged. */
import { openDatabase } from "@/lib/persistence/prisma-client";

const [, , url, name, writes, transactions] = process.argv;
if (url === undefined || name === undefined)
  throw new Error("usage: writer-process <url> <name> <writes> <transactions>");

const db = openDatabase(url);
const turn = () => new Promise((resolve) => setImmediate(resolve));
let written = 0;
for (let at = 0; at < Number(writes); at += 1) {
  const data = { id: `${name}-${at}`, name: "x", createdAt: new Date(0) };
  await db.read((client) => client.workspace.create({ data }));
  written += 1;
  await turn();
}
let counted = 0;
for (let at = 0; at < Number(transactions); at += 1) {
  // Reads, then writes what it read plus one: a lost update shows in the sum.
  await db.transaction(async (tx) => {
    const row = await tx.engineLease.findUniqueOrThrow({ where: { id: "counter" } });
    await turn();
    await tx.engineLease.update({ where: { id: "counter" }, data: { expiresAt: row.expiresAt + 1 } });
  });
  counted += 1;
}
await db.close();
process.stdout.write(JSON.stringify({ written, counted }));
