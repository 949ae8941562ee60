/** Where a waiting run stands, with the name of what it waits for. */
export interface QueueStanding {
  readonly position: number;
  readonly endsNeeded: number;
  readonly atWork: number;
  readonly waitsFor: { readonly name: string } | null;
}

/** "Position 2 in the queue; starts when …": no more is said than is known. */
export function queueWords({ position, endsNeeded, atWork, waitsFor }: QueueStanding): string {
  if (endsNeeded === 0) return "Queued: it starts in a moment.";
  const place = `Position ${position} in the queue; starts when`;
  if (endsNeeded > 1) {
    const guess = waitsFor === null ? "" : `, the last of them likely ‘${waitsFor.name}’`;
    const full = atWork === 1 ? "One is" : `${atWork} are`;
    return `${place} ${endsNeeded} runs have ended or paused${guess}. ${full} at work, as many as go at once.`;
  }
  if (atWork === 1) return `${place} ${waitsFor === null ? "the run at work" : `‘${waitsFor.name}’`} ends or pauses.`;
  const guess = waitsFor === null ? "" : `, likely ‘${waitsFor.name}’`;
  return `${place} one of the ${atWork} runs at work ends or pauses${guess}.`;
}

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
export function ordinalWords(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  const end = teen ? undefined : ["th", "st", "nd", "rd"][n % 10];
  return `${n}${end ?? "th"}`;
}
