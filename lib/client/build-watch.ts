import { BUILD_HEADER, BUILD_ID } from "@/lib/contracts/build";

let other = false;
const listeners = new Set<() => void>();

/** Takes note of the build that answered. @returns whether it was our server at all that did */
export function noteBuild(response: Response): boolean {
  const build = response.headers.get(BUILD_HEADER);
  if (build !== null && build !== BUILD_ID && !other) {
    other = true;
    for (const listener of listeners) listener();
  }
  return build !== null;
}

/** Whether the server was seen to be of another build than this page: it was brought up to date meanwhile. */
export function otherBuildSeen(): boolean {
  return other;
}

/** Calls back when a first answer of another build comes. Returns what ends that. */
export function onOtherBuild(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
