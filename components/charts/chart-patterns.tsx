import { memo } from "react";

/** The patterns that tell series apart without colour, once per page; charts fill with `url(#pattern-…)`. */
export const ChartPatterns = memo(function ChartPatterns() {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        <Pattern name="throttle-stripes" color="var(--throttle)" ground={0.35} size={5}>
          <path d="M-1 6 6 -1M4 6 6 4M-1 1 1 -1" stroke="var(--throttle)" strokeWidth="1.75" />
        </Pattern>
        <Pattern name="error-hatch" color="var(--error)" ground={0.25} size={5}>
          <path d="M0 0 5 5M5 0 0 5" stroke="var(--error)" strokeWidth="1.25" />
        </Pattern>
        <Pattern name="error-lines" color="var(--error)" ground={0.2} size={4}>
          <path d="M0 2H4" stroke="var(--error)" strokeWidth="1.5" />
        </Pattern>
        <Pattern name="idle-dots" color="var(--idle)" ground={0.2} size={5}>
          <circle cx="2.5" cy="2.5" r="1.25" fill="var(--idle)" />
        </Pattern>
        <Pattern name="wait-lines" color="var(--wait)" ground={0.35} size={4}>
          <path d="M0 2H4" stroke="var(--wait)" strokeWidth="1.5" />
        </Pattern>
        <Pattern name="backoff-dots" color="var(--backoff)" ground={0.3} size={5}>
          <circle cx="2.5" cy="2.5" r="1.25" fill="var(--backoff)" />
        </Pattern>
        <Pattern name="idle-hatch" color="var(--idle)" ground={0.06} size={7}>
          <path d="M-1 8 8 -1" stroke="var(--idle)" strokeWidth="1" strokeOpacity=".45" />
        </Pattern>
      </defs>
    </svg>
  );
});

function Pattern({
  name,
  color,
  ground,
  size,
  children,
}: {
  name: string;
  color: string;
  ground: number;
  size: number;
  children: React.ReactNode;
}) {
  return (
    <pattern id={`pattern-${name}`} width={size} height={size} patternUnits="userSpaceOnUse">
      <rect width={size} height={size} fill={color} fillOpacity={ground} />
      {children}
    </pattern>
  );
}
