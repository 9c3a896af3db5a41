import type { BuildFacts } from '../docker/build.ts';
import type { Redact } from '../docker/redact.ts';
import type { CheckResult, MeasuredLayer, Measurement } from '../model/measurement.ts';
import type { MeasureOutcome } from './session.ts';

/** What was measured, with what its build told: the Dockerfile's digest, what it took, which layers are the base image's and which lines made the others, and what must not be seen. */
export function addBuildFacts(measured: MeasureOutcome, facts: BuildFacts): MeasureOutcome {
  if (measured.kind !== 'measured') return measured;
  const measurements = measured.measurements.map((measurement) =>
    redactMeasurement(
      {
        ...measurement,
        layers: addSources(measurement.layers, facts),
        ...(facts.dockerfile === undefined ? {} : { dockerfile: facts.dockerfile }),
        ...(facts.time === undefined ? {} : { build: facts.time }),
        ...baseOf(measurement, facts),
      },
      facts.redact,
    ),
  );
  return { ...measured, measurements };
}

/** A build argument or a file's name may have a secret in it, and a measurement is recorded and published. */
function redactMeasurement(measurement: Measurement, redact: BuildFacts['redact']): Measurement {
  if (redact === undefined) return measurement;
  const { layers, wastedPaths, config, base, checks } = measurement;
  return {
    ...measurement,
    layers: layers.map((layer) => redactLayer(layer, redact)),
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

function redactLayer({ source, ...layer }: MeasuredLayer, redact: Redact): MeasuredLayer {
  const redacted = source && {
    ...source,
    file: redact(source.file),
    ...(source.stage === undefined ? {} : { stage: redact(source.stage) }),
    instruction: redact(source.instruction),
  };
  return { ...layer, createdBy: redact(layer.createdBy), ...(redacted === undefined ? {} : { source: redacted }) };
}

/** A command may print what the build was given. */
function redactCheck({ reason, tail, ...check }: CheckResult, redact: Redact): CheckResult {
  return {
    ...check,
    ...(reason === undefined ? {} : { reason: redact(reason) }),
    ...(tail === undefined ? {} : { tail: redact(tail) }),
  };
}

/** The layers with the lines that made them. */
function addSources(layers: readonly MeasuredLayer[], { sources }: BuildFacts): readonly MeasuredLayer[] {
  if (sources === undefined) return layers;
  const told = sources(layers.map(({ createdBy }) => createdBy));
  return layers.map((layer, at) => (told[at] === undefined ? layer : { ...layer, source: told[at] }));
}

/** What was measured, with what it is a build of, where that is known. */
export function addRecipe(measured: MeasureOutcome, recipe: string | undefined): MeasureOutcome {
  if (measured.kind !== 'measured' || recipe === undefined) return measured;
  return { ...measured, measurements: measured.measurements.map((measurement) => ({ ...measurement, recipe })) };
}

/** Nothing where the provenance tells of more layers than there are: then it is of another image, and nobody knows. */
function baseOf({ layers }: Measurement, { provenance }: BuildFacts): Pick<Measurement, 'base'> {
  const inherited = layers.length - (provenance?.ownLayers ?? 0);
  if (provenance?.baseImage === undefined || inherited < 0) return {};
  const { baseImage, baseDigest } = provenance;
  return { base: { image: baseImage, ...(baseDigest === undefined ? {} : { digest: baseDigest }), layers: inherited } };
}
