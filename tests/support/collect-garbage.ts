import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
// V8's own function, as `node --expose-gc` has it on `globalThis`.
const gc = runInNewContext("gc") as () => void;
/** Taken before a test makes time virtual. */
const realImmediate = setImmediate;

/** Bytes of the heap that are really in use: what is left when everything that can be collected has been. */
export async function liveHeapBytes(): Promise<number> {
  for (let i = 0; i < 3; i += 1) {
    await new Promise((resolve) => realImmediate(resolve));
    gc();
  }
  return process.memoryUsage().heapUsed;
}
