import { type Builder, inspectBuilder, readBuildxVersion } from '../../docker/builder.ts';
import { type Engine, readDocker, readEngineInfo } from '../../docker/docker.ts';
import type { Examination, Finding } from './finding.ts';

const INSTALL = 'install Docker Engine with its plugin docker-buildx, or run where both are (ubuntu runners of GitHub)';

/** The checks of Docker: the daemon, buildx, and the builder with its image store. */
export function engineExaminations(engine: Engine, builder: string): readonly Examination[] {
  return [
    { name: 'docker', look: () => lookAtDaemon(engine), cure: INSTALL },
    { name: 'buildx', look: () => lookAtBuildx(engine), cure: INSTALL },
    {
      name: 'builder',
      look: async () => describeBuilder(await inspectBuilder({ ...engine, builder: builder || undefined })),
      cure: 'name one that `docker buildx ls` shows in --builder, or make one: docker buildx create --use',
    },
  ];
}

async function lookAtDaemon(engine: Engine): Promise<Omit<Finding, 'name'>> {
  const { client, server, unreachable } = await readEngineInfo(engine);
  if (unreachable === undefined) return { outcome: 'ok', words: `Docker ${server} answers (client ${client})` };
  return {
    outcome: 'fail',
    words: `client ${client}; the daemon does not answer: ${unreachable.trim()}`,
    cure: 'start the daemon, or set DOCKER_HOST to one that runs; sources such as docker:// and oci: need none',
  };
}

async function lookAtBuildx(engine: Engine): Promise<Omit<Finding, 'name'>> {
  const { client } = await readEngineInfo(engine);
  const version = readBuildxVersion(await readDocker(engine, ['buildx', 'version']), client);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 0 || minor >= 14) return { outcome: 'ok', words: `buildx ${version}` };
  return {
    outcome: 'warn',
    words: `buildx ${version} has no provenance, so the base image of a build is not known`,
    cure: 'install buildx 0.14 or newer (docker/setup-buildx-action does)',
  };
}

function describeBuilder(builder: Builder): Omit<Finding, 'name'> {
  const { name, driver, store } = builder;
  const what = `${name}: driver ${driver}${store === undefined ? '' : `, ${store} image store`}`;
  if (builder.export === 'oci-layout') return { outcome: 'ok', words: `${what}; images are read from its OCI export` };
  return { outcome: 'ok', words: `${what}; the daemon pushes images to a registry in this process` };
}
