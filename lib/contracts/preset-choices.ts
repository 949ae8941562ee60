// The pattern alone, without a schema: pages check by it, and load no zod for it.

/** What a preset may be called in links and in code. */
export const PRESET_SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
