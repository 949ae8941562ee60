import { memo } from "react";

const WIDTH = 72;
const HEIGHT = 20;

/** A small line of the last minute, with the limit as its top. The figure beside it tells the value. */
export const Sparkline = memo(function Sparkline({
  values,
  max,
  label,
}: {
  values: readonly number[];
  max: number;
  label: string;
}) {
  if (values.length < 2) return <span className="inline-block" style={{ width: WIDTH, height: HEIGHT }} />;
  const top = Math.max(max, ...values, Number.EPSILON);
  const points = values.map((value, i) => {
    const x = (i / (values.length - 1)) * WIDTH;
    return `${x.toFixed(1)},${(HEIGHT - 2 - (value / top) * (HEIGHT - 4)).toFixed(1)}`;
  });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className="inline-block"
    >
      <path d={`M0,${HEIGHT} L${points.join(" L")} L${WIDTH},${HEIGHT}Z`} fill="var(--call)" fillOpacity="0.15" />
      <path d={`M${points.join(" L")}`} fill="none" stroke="var(--call)" strokeWidth="1.25" />
      {max > 0 && (
        <path
          d={`M0 ${HEIGHT - 2 - (max / top) * (HEIGHT - 4)}H${WIDTH}`}
          stroke="var(--fg)"
          strokeOpacity="0.5"
          strokeDasharray="3 2"
          strokeWidth="0.75"
        />
      )}
    </svg>
  );
});
