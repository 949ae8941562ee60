/** How often a run may ask each case. */
export const REPEATS_MAX = 20;

/**
 * Where the repeats of a case stand in a run. The whole first pass comes before the second, so that a run which is cut
 * short has asked every case about equally often: repeat `r` of the case at position `p` of the dataset is at
 * `p + (r − 1) · datasetCases`.
 */
export interface RepeatLayout {
  readonly runId: string;
  /** How often each case is asked. */
  readonly repeats: number;
  /** Cases of the dataset, in the sample or not. */
  readonly datasetCases: number;
}

/** The position in the dataset of the case that stands at a position of the run. */
export function sourceOrd(ord: number, datasetCases: number): number {
  return datasetCases > 0 ? ord % datasetCases : ord;
}

/** The positions in the run of all repeats of a case. */
export function repeatOrds({ repeats, datasetCases }: Omit<RepeatLayout, "runId">, ord: number): number[] {
  const first = sourceOrd(ord, datasetCases);
  return Array.from({ length: repeats }, (_, at) => first + at * datasetCases);
}

/**
 * What the ids of repeats after the first have between the case's id and their number: `q12#2`. It is lengthened until no
 * id of the dataset holds it, so that none of them can be the id of another case.
 */
export async function repeatMark(isHeld: (mark: string) => Promise<boolean>): Promise<string> {
  let mark = "#";
  while (await isHeld(mark)) mark += "#";
  return mark;
}
