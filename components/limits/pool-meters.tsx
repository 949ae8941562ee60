import type { PoolResponse } from "@/lib/contracts/providers";
import { formatCount, formatNumber, formatTokens } from "@/lib/format";
import { Meter } from "../ui/meter";

/** Use against the limits, in the windows in which they are enforced. */
export function PoolMeters({ pool }: { pool: PoolResponse }) {
  const { limits } = pool;
  const perMinute = pool.startedLastMinute / 60;
  const rps = Math.min(limits.requestsPerSecond, pool.pace?.requestsPerSecond ?? limits.requestsPerSecond);
  const burst = pool.pace?.burst ?? limits.burst;
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-4 sm:gap-x-6 lg:grid-cols-4">
      <Meter
        label="Last second"
        value={pool.startedLastSecond}
        max={rps}
        text={`${formatCount(pool.startedLastSecond)} of ${formatNumber(rps)} rps`}
      />
      <Meter
        label="At once"
        value={pool.inFlight}
        max={limits.concurrency}
        text={`${formatCount(pool.inFlight)} of ${formatCount(limits.concurrency)}`}
      />
      <Meter
        label="Permits"
        value={pool.permits}
        max={burst}
        text={`${formatCount(Math.floor(pool.permits))} of ${formatCount(burst)} left`}
      />
      <TokenMeter label="Tokens, 60 s" used={pool.tokensLastMinute} limit={limits.tokensPerMinute} />
      {limits.inputTokensPerMinute !== null && (
        <TokenMeter label="Input tokens, 60 s" used={pool.inputTokensLastMinute} limit={limits.inputTokensPerMinute} />
      )}
      {limits.outputTokensPerMinute !== null && (
        <TokenMeter
          label="Output tokens, 60 s"
          used={pool.outputTokensLastMinute}
          limit={limits.outputTokensPerMinute}
        />
      )}
      {limits.requestsPerDay !== null && (
        <Meter
          label="Today, UTC"
          value={pool.requestsToday}
          max={limits.requestsPerDay}
          text={`${formatCount(pool.requestsToday)} of ${formatCount(limits.requestsPerDay)} requests`}
        />
      )}
      <dl className="col-span-2 flex flex-wrap gap-x-6 gap-y-1 text-xs lg:col-span-4">
        <Figure name="Waiting" value={formatCount(pool.waiting)} />
        <Figure
          name="Started, last 60 s"
          value={`${formatCount(pool.startedLastMinute)} (${formatNumber(perMinute)} rps)`}
        />
        <Figure
          name="429s, last 60 s"
          value={formatCount(pool.rateLimitedLastMinute)}
          strong={pool.rateLimitedLastMinute > 0}
        />
      </dl>
    </div>
  );
}

function TokenMeter({ label, used, limit }: { label: string; used: number; limit: number | null }) {
  const text = limit === null ? `${formatTokens(used)} · no limit` : `${formatTokens(used)} of ${formatTokens(limit)}`;
  return <Meter label={label} value={used} max={limit} text={text} />;
}

function Figure({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{name}</dt>
      <dd className={strong ? "font-semibold tabular-nums" : "tabular-nums"}>{value}</dd>
    </div>
  );
}
