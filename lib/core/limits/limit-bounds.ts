/** The ranges every limit must lie in; form hints, API errors and tests all read them here. */
export const LIMIT_BOUNDS = {
  requestsPerSecond: { min: 0.01, max: 1000 },
  burst: { min: 1, max: 10_000 },
  concurrency: { min: 1, max: 1000 },
  tokensPerMinute: { min: 1, max: 1_000_000_000 },
  inputTokensPerMinute: { min: 1, max: 1_000_000_000 },
  outputTokensPerMinute: { min: 1, max: 1_000_000_000 },
  requestsPerDay: { min: 1, max: 100_000_000 },
  attempts: { min: 1, max: 10 },
  baseDelayMs: { min: 1, max: 60_000 },
  maxDelayMs: { min: 1, max: 600_000 },
  giveUpAfterMs: { min: 1, max: 86_400_000 },
  requestTimeoutMs: { min: 1000, max: 600_000 },
} as const;
