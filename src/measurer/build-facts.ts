import type { BuildFacts } from '../docker/build.ts';
import type { Redact } from '../docker/redact.ts';
import type { CheckResult, MeasuredLayer, Measurement } from '../model/measurement.ts';
import type { MeasureOutcome } from './session.ts';

/**
 * Adds to a measured image what its build reported: the digest of the Dockerfile, the build time, and the base image with its layers. It
 * also adds the Dockerfile lines of the other layers. Secrets of the build are redacted.
 */
export function addBuildFacts(measured: MeasureOutcome, facts: BuildFacts): MeasureOutcome {
  if (measured.kind !== 'measured') return measured;
  const measurements = measured.measurements.map((measurement) =>
    redactMeasurement(
      {
        ...measurement,
        layers: addSources(measurement.layers, facts),
        ...(facts.dockerfile === undefined ? {} : { dockerfile: facts.dockerfile }),
        ...(facts.time === undefined ? {} : { build: facts.time }),
        ...(facts.output === undefined ? {} : outputOf(measurement, facts.output)),
        ...(facts.converted === undefined ? {} : { converted: facts.converted }),
        ...baseOf(measurement, facts),
      },
      facts.redact,
    ),
  );
  return { ...measured, measurements };
}

/** Where the image was not exported as its output asks, `download` is not what that output stores. */
function outputOf(
  { estimated }: Measurement,
  output: NonNullable<BuildFacts['output']>,
): Pick<Measurement, 'output' | 'estimated'> {
  return { output, estimated: estimated || !output.applied };
}

/** A build argument or a file name may hold a secret, and a measurement is recorded and published. */
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

/** A command may print a secret of the build. */
function redactCheck({ reason, tail, ...check }: CheckResult, redact: Redact): CheckResult {
  return {
    ...check,
    ...(reason === undefined ? {} : { reason: redact(reason) }),
    ...(tail === undefined ? {} : { tail: redact(tail) }),
  };
}

/** The layers with the Dockerfile lines that made them. */
function addSources(layers: readonly MeasuredLayer[], { sources }: BuildFacts): readonly MeasuredLayer[] {
  if (sources === undefined) return layers;
  const found = sources(layers.map(({ createdBy }) => createdBy));
  return layers.map((layer, at) => (found[at] === undefined ? layer : { ...layer, source: found[at] }));
}

/** Adds the hash of the build's configuration to a measured image, where it is known. */
export function addRecipe(measured: MeasureOutcome, recipe: string | undefined): MeasureOutcome {
  if (measured.kind !== 'measured' || recipe === undefined) return measured;
  return { ...measured, measurements: measured.measurements.map((measurement) => ({ ...measurement, recipe })) };
}

/** Nothing if the provenance lists more layers than the image has: then it describes another image. */
function baseOf({ layers }: Measurement, facts: BuildFacts): Pick<Measurement, 'base'> {
  const provenance = facts.provenance ?? facts.inferBase?.(layers.map(({ createdBy }) => createdBy));
  const inherited = layers.length - (provenance?.ownLayers ?? 0);
  if (provenance?.baseImage === undefined || inherited < 0) return {};
  const { baseImage, baseDigest } = provenance;
  return { base: { image: baseImage, ...(baseDigest === undefined ? {} : { digest: baseDigest }), layers: inherited } };
}
