import type { BuildFacts } from '../build/build.ts';
import type { Redact } from '../build/redact.ts';
import type { Weighed } from './bench.ts';
import type { CheckResult, Measurement } from './measurement.ts';

/** What was weighed, with what its build told: the Dockerfile's digest, what it took, which layers are the base image's, and what must not be seen. */
export function addBuildFacts(weighed: Weighed, facts: BuildFacts): Weighed {
  if (weighed.kind !== 'measured') return weighed;
  const measurements = weighed.measurements.map((measurement) =>
    redactMeasurement(
      {
        ...measurement,
        ...(facts.dockerfile === undefined ? {} : { dockerfile: facts.dockerfile }),
        ...(facts.time === undefined ? {} : { build: facts.time }),
        ...baseOf(measurement, facts),
      },
      facts.redact,
    ),
  );
  return { ...weighed, measurements };
}

/** A build argument or a file's name may have a secret in it, and a measurement is recorded and published. */
function redactMeasurement(measurement: Measurement, redact: BuildFacts['redact']): Measurement {
  if (redact === undefined) return measurement;
  const { layers, wastedPaths, config, base, checks } = measurement;
  return {
    ...measurement,
    layers: layers.map((layer) => ({ ...layer, createdBy: redact(layer.createdBy) })),
    wastedPaths: wastedPaths.map((wasted) => ({ ...wasted, path: redact(wasted.path) })),
    config: {
      user: redact(config.user),
      entrypoint: config.entrypoint.map(redact),
      cmd: config.cmd.map(redact),
      exposedPorts: config.exposedPorts.map(redact),
    },
    ...(checks === undefined ? {} : { checks: checks.map((check) => redactCheck(check, redact)) }),
    ...(base === undefined ? {} : { base: { ...base, image: redact(base.image) } }),
  };
}

/** A command may print what the build was given. */
function redactCheck({ reason, tail, ...check }: CheckResult, redact: Redact): CheckResult {
  return {
    ...check,
    ...(reason === undefined ? {} : { reason: redact(reason) }),
    ...(tail === undefined ? {} : { tail: redact(tail) }),
  };
}

/** What was weighed, with what it is a build of, where that is known. */
export function addRecipe(weighed: Weighed, recipe: string | undefined): Weighed {
  if (weighed.kind !== 'measured' || recipe === undefined) return weighed;
  return { ...weighed, measurements: weighed.measurements.map((measurement) => ({ ...measurement, recipe })) };
}

/** Nothing where the provenance tells of more layers than there are: then it is of another image, and nobody knows. */
function baseOf({ layers }: Measurement, { provenance }: BuildFacts): Pick<Measurement, 'base'> {
  const inherited = layers.length - (provenance?.ownLayers ?? 0);
  if (provenance?.baseImage === undefined || inherited < 0) return {};
  const { baseImage, baseDigest } = provenance;
  return { base: { image: baseImage, ...(baseDigest === undefined ? {} : { digest: baseDigest }), layers: inherited } };
}
