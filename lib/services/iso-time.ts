/** Epoch ms as ISO 8601 in UTC. */
export function isoTimeOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

export function isoTimeOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : isoTimeOf(epochMs);
}
