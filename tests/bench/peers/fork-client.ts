import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ClientMessage } from "./client-process";
import type { ClientName, PeerJob } from "./peer-client";

type Done = Extract<ClientMessage, { kind: "done" }>;

/** How long a client may take to bring its work to an end after its deadline. */
const GRACE_MS = 20_000;

/** A client that has loaded and waits for its job. */
export interface ForkedClient {
  readonly name: ClientName;
  /** Does the job, once. @throws Error where the process ended without a result */
  run(job: PeerJob): Promise<Done>;
  kill(): void;
}

/** Starts a client's process; resolves when it has loaded, so that loading is not measured. */
export async function forkClient(name: ClientName): Promise<ForkedClient> {
  const child = fork(fileURLToPath(new URL("./client-process.ts", import.meta.url)), [name], {
    execArgv: process.execArgv,
  });
  await messageOf(child, name, "ready");
  return {
    name,
    run: (job) => {
      child.send(job);
      const late = setTimeout(() => child.kill("SIGKILL"), job.deadlineMs + GRACE_MS);
      return messageOf(child, name, "done").finally(() => clearTimeout(late));
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

function messageOf<K extends ClientMessage["kind"]>(
  child: ChildProcess,
  name: ClientName,
  kind: K,
): Promise<Extract<ClientMessage, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: string | null) =>
      reject(new Error(`the client ${name} ended with ${signal ?? code}`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      // The child is our own client-process.
      const said = message as ClientMessage;
      if (isOfKind(said, kind)) resolve(said);
      else reject(new Error(`the client ${name} said ${said.kind} instead of ${kind}`));
    });
  });
}

function isOfKind<K extends ClientMessage["kind"]>(
  message: ClientMessage,
  kind: K,
): message is Extract<ClientMessage, { kind: K }> {
  return message.kind === kind;
}
