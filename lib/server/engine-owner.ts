import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** A name for this process, by which another on the same machine can tell whether it still lives. */
export function engineOwner(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString("hex")}`;
}

/** False where the owner was a process of this machine that is gone; true where that cannot be known. */
export function ownerMayLive(owner: string): boolean {
  const [host, pidText] = owner.split("/");
  const pid = Number(pidText);
  if (host !== hostname() || !Number.isInteger(pid) || pid <= 0) return true;
  // The same number as ours, yet another owner: the process before us, as in a container.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
