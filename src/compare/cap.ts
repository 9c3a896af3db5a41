import type { Condition } from '../model/condition.ts';
import type { Metric } from '../model/metric.ts';

/** An absolute limit in bytes on one metric, and the condition that sets it. */
export interface Cap {
  readonly condition: Condition;
  readonly bytes: number;
}

/**
 * The tightest absolute cap on a metric; undefined where there is none. Only a condition with one clause is a cap. With several (`download
 * > 400 MB and > +1 MB`), a size over the limit may pass.
 */
export function tightestCap(conditions: readonly Condition[], metric: Metric): Cap | undefined {
  const caps = conditions.flatMap((condition): readonly Cap[] => {
    const [clause, ...others] = condition.clauses;
    const isCap = others.length === 0 && clause.metric === metric && !clause.growth && clause.unit === 'bytes';
    return isCap ? [{ condition, bytes: clause.limit }] : [];
  });
  return caps.toSorted((a, b) => a.bytes - b.bytes)[0];
}

/** The limit of the tightest absolute cap on a metric, in bytes; undefined where no condition caps it. */
export function capOf(conditions: readonly Condition[], metric: Metric): number | undefined {
  return tightestCap(conditions, metric)?.bytes;
}
