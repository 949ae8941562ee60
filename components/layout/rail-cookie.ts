/** Remembers the rail's width, so that the server draws it right the first time. */
export const RAIL_COOKIE = "rail";
