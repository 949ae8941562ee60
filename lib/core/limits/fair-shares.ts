/**
 * What each of several takers gets of a rate that they share in fair turns: nobody more than it asks for, and what some
 * leave goes to the others in equal parts.
 */
export function fairShares(wanted: readonly number[], available: number): number[] {
  const shares = wanted.map(() => 0);
  const order = wanted.map((want, at) => ({ want, at })).sort((a, b) => a.want - b.want);
  let left = available;
  order.forEach(({ want, at }, place) => {
    const part = Math.min(want, left / (order.length - place));
    shares[at] = part;
    left -= part;
  });
  return shares;
}
