import type { BuildFacts } from '../build/build.ts';
import type { Weighed } from './bench.ts';
import type { Measurement } from './measurement.ts';

/** A Dockerfile that comes with a remote context has no digest. */
type Facts = Partial<Pick<BuildFacts, 'dockerfile'>> & Omit<BuildFacts, 'dockerfile'>;

/** What was weighed, with what its build told: the Dockerfile's digest, and which layers are the base image's. */
export function addBuildFacts(weighed: Weighed, facts: Facts): Weighed {
  if (weighed.kind !== 'measured') return weighed;
  const measurements = weighed.measurements.map((measurement) => ({
    ...measurement,
    ...(facts.dockerfile === undefined ? {} : { dockerfile: facts.dockerfile }),
    ...baseOf(measurement, facts),
  }));
  return { ...weighed, measurements };
}

/** Nothing where the provenance tells of more layers than there are: then it is of another image, and nobody knows. */
function baseOf({ layers }: Measurement, { provenance }: Facts): Pick<Measurement, 'base'> {
  const inherited = layers.length - (provenance?.ownLayers ?? 0);
  if (provenance?.baseImage === undefined || inherited < 0) return {};
  const { baseImage, baseDigest } = provenance;
  return { base: { image: baseImage, ...(baseDigest === undefined ? {} : { digest: baseDigest }), layers: inherited } };
}
