/** The simulated provider that is there for the asking: no key, no cost. The sample run uses it, too. */
export const BUILT_IN_SIMULATOR = {
  name: "Built-in simulator",
  model: "sim-small",
  simulated: {
    limits: { requestsPerSecond: 50, burst: 10 },
    latencyMedianMs: 400,
    faults: { error500: 0.03 },
  },
} as const;
