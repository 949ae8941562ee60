/** Names the build that an answer is from. Every answer of the API and every event stream carries it. */
export const BUILD_HEADER = "x-evalpace-build";

/** Which build this code is of: pages and server of one build bear the same. Set where it is built (next.config.js). */
// biome-ignore lint/style/noProcessEnv: replaced by its value when the code is built
export const BUILD_ID = process.env.EVALPACE_BUILD ?? "source";
