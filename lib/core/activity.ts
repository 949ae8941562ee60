/** What the record of who did what tells of: one kind for each sort of thing that people change. */
export const ACTIVITY_KINDS = ["limits", "runs", "presets", "providers", "datasets", "prices", "settings"] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** What something was done to. Limits are of a pool or of a run. */
export const ACTIVITY_OBJECTS = ["run", "pool", "provider", "preset", "dataset", "prices", "settings"] as const;
export type ActivityObjectKind = (typeof ACTIVITY_OBJECTS)[number];

/** From where: our own pages, a program, or the engine by itself. `launch`: by a launch, before the place was noted. */
export const ACTIVITY_SOURCES = ["ui", "api", "auto", "launch"] as const;
export type ActivitySource = (typeof ACTIVITY_SOURCES)[number];

/** The kind of what is done to an object, unless it is its limits that change. */
export const KIND_OF_OBJECT: Readonly<Record<ActivityObjectKind, ActivityKind>> = {
  run: "runs",
  pool: "limits",
  provider: "providers",
  preset: "presets",
  dataset: "datasets",
  prices: "prices",
  settings: "settings",
};
