/** The Dockerfile steps of a build, and how many of them came from the cache. */
export interface Steps {
  readonly steps: number;
  readonly cached: number;
}

/** Receives the lines of a build and counts its steps. */
export interface StepCounter {
  /** One line of `--progress=plain`. */
  line(text: string): void;
  count(): Steps;
}

/**
 * The heading of a Dockerfile's step: `#7 [stage-1 2/5] COPY …`, with the platform or bake's target before the stage's
 * name. FROM does not count as a step: it runs nothing, and the image store decides whether it is called cached.
 * Internal headings (`[internal] load …`) have no number.
 */
const HEADING = /^#(\d{1,9}) \[(?:[^\]]* )?\d{1,9}\/\d{1,9}\] (?!FROM )/;
/**
 * What a step says that came from the cache: that it did, or that its layer is fetched from a remote cache. BuildKit
 * fetches such a layer when something needs its files, and then calls the step DONE (moby/buildkit cache/remote.go).
 */
const CACHED = /^#(\d{1,9}) (?:CACHED$|(?:extracting )?sha256:[0-9a-f]{64}(?: |$))/;

/**
 * Counts the steps of a build from the lines that buildx prints. A step's own output has a time after its number, so
 * nothing that a step prints is mistaken for a heading (moby/buildkit util/progress/progressui). A heading that comes
 * again after another step's lines counts once.
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
