import { Prisma } from "./generated/sqlite/client";
import type { DatabaseKind } from "./prisma-client";

/** A date column as epoch ms. `column` is our own constant, never input. */
function epochMs(kind: DatabaseKind, column: string): Prisma.Sql {
  return Prisma.raw(
    kind === "sqlite"
      ? `ROUND(unixepoch(${column}, 'subsec') * 1000)`
      : `ROUND(EXTRACT(EPOCH FROM ${column}) * 1000)::double precision`,
  );
}

/**
 * Everything on record of a workspace as rows of one shape: what has a table of its own (limits, versions and
 * labels of presets, prices) is read from there, all else from Activity. `detail` names the table that holds old and new values.
 */
export function activitySources(kind: DatabaseKind, workspaceId: string): Prisma.Sql {
  return Prisma.sql`(
    SELECT "id", "at", "actor", "source", "kind", "action", "objectKind", "objectId", "objectName", "change", "reason",
      'words' AS "detail" FROM "Activity" WHERE "workspaceId" = ${workspaceId}
    UNION ALL
    SELECT c."id", ${epochMs(kind, `c."at"`)}, c."actor", c."source",
      CASE WHEN c."before" IS NULL THEN 'providers' ELSE 'limits' END,
      CASE WHEN c."before" IS NULL THEN 'connected' ELSE 'changed' END,
      CASE WHEN c."before" IS NULL THEN 'provider' ELSE 'pool' END,
      CASE WHEN c."before" IS NULL THEN v."id" ELSE p."id" END,
      CASE WHEN p."model" = '*' THEN v."name" ELSE v."name" || ' · ' || p."model" END,
      NULL, c."reason", 'limits'
      FROM "LimitChange" c JOIN "Pool" p ON p."id" = c."poolId" JOIN "Provider" v ON v."id" = p."providerId"
      WHERE v."workspaceId" = ${workspaceId}
    UNION ALL
    SELECT c."id", ${epochMs(kind, `c."at"`)}, c."actor", c."source", 'limits', 'changed', 'run', r."id", r."name",
      NULL, c."reason", 'limits'
      FROM "LimitChange" c JOIN "Run" r ON r."id" = c."runId"
      WHERE r."workspaceId" = ${workspaceId} AND c."source" <> 'launch'
    UNION ALL
    SELECT v."id", ${epochMs(kind, `v."createdAt"`)}, v."author", v."source", 'presets',
      CASE WHEN v."n" = 1 THEN 'created' WHEN v."parent" < v."n" - 1 THEN 'restored' ELSE 'changed' END,
      'preset', p."slug", p."name" || ' v' || v."n", NULL, v."message", 'preset'
      FROM "PresetVersion" v JOIN "Preset" p ON p."id" = v."presetId"
      WHERE p."workspaceId" = ${workspaceId}
    UNION ALL
    SELECT m."presetId" || ':' || m."seq", ${epochMs(kind, `m."at"`)}, m."actor", m."source", 'presets',
      CASE WHEN m."fromN" IS NULL THEN 'labelled' WHEN m."toN" IS NULL THEN 'unlabelled' ELSE 'relabelled' END,
      'preset', p."slug", p."name",
      m."name" || ': ' || COALESCE('v' || m."fromN", 'none') || '→' || COALESCE('v' || m."toN", 'none'),
      m."reason", 'words'
      FROM "PresetLabelMove" m JOIN "Preset" p ON p."id" = m."presetId"
      WHERE p."workspaceId" = ${workspaceId}
    UNION ALL
    SELECT "id", ${epochMs(kind, `"createdAt"`)}, "author", "source", 'prices', 'changed', 'prices', 'table',
      'Price table v' || "n", NULL, "reason", 'prices'
      FROM "PriceTableVersion" WHERE "workspaceId" = ${workspaceId}
  )`;
}
