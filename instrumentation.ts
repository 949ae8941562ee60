/** Called once by the framework when a server process starts, before it answers anything. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the framework replaces this very expression, which keeps the engine out of the edge bundle.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { boot } = await import("@/lib/server/boot");
  await boot();
}
