/** Two-sided 95 %: the standard normal distribution has 2.5 % beyond it. */
export const Z_95 = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 95 % interval of a share by Wilson's score method, 0 to 1; null where there is nothing to take a share of. */
export function wilsonInterval(passed: number, scored: number): Interval | null {
  if (scored === 0) return null;
  const z2 = Z_95 * Z_95;
  const share = passed / scored;
  const centre = (share + z2 / (2 * scored)) / (1 + z2 / scored);
  const half = (Z_95 * Math.sqrt((share * (1 - share)) / scored + z2 / (4 * scored * scored))) / (1 + z2 / scored);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
