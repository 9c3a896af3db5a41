import type { BuildFacts } from '../build/build.ts';
import type { Weighed } from './bench.ts';
import type { Measurement } from './measurement.ts';

/** What was weighed, with what its build told: the Dockerfile's digest, what it took, and which layers are the base image's. */
export function addBuildFacts(weighed: Weighed, facts: BuildFacts): Weighed {
  if (weighed.kind !== 'measured') return weighed;
  const measurements = weighed.measurements.map((measurement) => ({
    ...measurement,
    dockerfile: facts.dockerfile,
    ...(facts.time === undefined ? {} : { build: facts.time }),
    ...baseOf(measurement, facts),
  }));
  return { ...weighed, measurements };
}

/** Nothing where the provenance tells of more layers than there are: then it is of another image, and nobody knows. */
function baseOf({ layers }: Measurement, { provenance }: BuildFacts): Pick<Measurement, 'base'> {
  const inherited = layers.length - (provenance?.ownLayers ?? 0);
  if (provenance?.baseImage === undefined || inherited < 0) return {};
  const { baseImage, baseDigest } = provenance;
  return { base: { image: baseImage, ...(baseDigest === undefined ? {} : { digest: baseDigest }), layers: inherited } };
}
