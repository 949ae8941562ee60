// The values of enumerations and bounds alone, without schemas: pages offer them, and load no zod for it.

/** How many runs one comparison takes, the baseline included. */
export const COMPARED_RUNS = { least: 2, most: 8 } as const;
