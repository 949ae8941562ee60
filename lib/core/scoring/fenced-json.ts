/** Models like to wrap JSON in a code fence; what stands inside the only fence of an output is what counts. */
export function withoutFence(output: string): string {
  const trimmed = output.trim();
  if (!trimmed.startsWith("```") || !trimmed.endsWith("```")) return trimmed;
  const firstLineEnd = trimmed.indexOf("\n");
  return firstLineEnd === -1 ? trimmed : trimmed.slice(firstLineEnd + 1, -3).trim();
}
