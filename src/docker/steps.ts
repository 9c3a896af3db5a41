/** Steps of a Dockerfile that a build came to, and how many of them its cache had. */
export interface Steps {
  readonly steps: number;
  readonly cached: number;
}

export interface StepCounter {
  /** One line of `--progress=plain`. */
  line(text: string): void;
  count(): Steps;
}

/**
 * The heading of a Dockerfile's step: `#7 [stage-1 2/5] COPY …`, with the platform or bake's target before the stage's name. FROM is no
 * step: whether it is called cached depends on the image store, and it runs nothing. Internal ones (`[internal] load …`) have no number.
 */
const HEADING = /^#(\d{1,9}) \[(?:[^\]]* )?\d{1,9}\/\d{1,9}\] (?!FROM )/;
const CACHED = /^#(\d{1,9}) CACHED$/;

/**
 * Counts the steps of a build as its lines stream (moby/buildkit util/progress/progressui: a step's own output has a time behind its
 * number, so nothing that a step prints is taken for a heading). A heading that comes again after another step's lines counts once.
 */
export function countSteps(): StepCounter {
  const steps = new Set<string>();
  const cached = new Set<string>();
  return {
    line(text) {
      const [, step] = HEADING.exec(text) ?? [];
      if (step !== undefined) steps.add(step);
      const [, had] = CACHED.exec(text) ?? [];
      if (had !== undefined && steps.has(had)) cached.add(had);
    },
    count: () => ({ steps: steps.size, cached: cached.size }),
  };
}
