import { getContainer } from "./container";
import { environment } from "./env";
import { createLogger } from "./logger";

/** Time for requests in flight to come back, within the ten seconds that most service managers wait before they kill. */
const GRACE_MS = 8000;
/** When even writing the rest hangs. What is lost then is taken up again at the next start. */
const DEADLINE_MS = 20_000;

/** Starts the engine of this process, and sees to it that a signal stops it in good order. */
export async function boot(): Promise<void> {
  const container = await getContainer().catch((error: unknown) => {
    // Half a server is worse than none: whoever started it sees why, and can start it again.
    createLogger(environment().logLevel).fatal({ err: error }, "the server could not start");
    process.exit(1);
  });
  await container.start();
  container.logger.info({ pid: process.pid }, "engine started");
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    container.logger.info({ signal }, "stopping: calls in flight may finish, nothing new starts");
    setTimeout(() => {
      container.logger.error({ signal }, "stopping took too long; what is unfinished goes on at the next start");
      process.exit(1);
    }, DEADLINE_MS).unref();
    container.stop(container.environment.development ? 1000 : GRACE_MS).then(
      () => {
        container.logger.info({ signal }, "stopped");
        process.exit(0);
      },
      (error: unknown) => {
        container.logger.error({ err: error }, "stopping failed; what is unfinished goes on at the next start");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    // The framework's own handlers end the process without waiting for the engine, or hang while event streams are open.
    process.removeAllListeners(signal);
    process.on(signal, stop);
  }
}
