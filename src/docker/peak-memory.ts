import { readFileSync } from 'node:fs';

/** The highest memory use that was seen of a container's control group, in bytes. */
export interface PeakMemory {
  /** The peak as of now; undefined where it was never to be had. */
  read(): number | undefined;
  stop(): void;
}

/** Milliseconds between two looks: the figure goes with the group, as soon as the container has ended. */
const INTERVAL = 10;

/**
 * Watches the peak memory of a container for as long as it runs. Its full id is in the path of its control group, so a group that is
 * found is this container's and its daemon on this machine; for any other daemon there is no figure. What the container took in the
 * last 10 ms of its life may be missing. Source: Linux, admin-guide/cgroup-v2 (memory.peak, since 5.19) and cgroup-v1/memory.
 */
export function watchPeakMemory(id: string, root = '/sys/fs/cgroup'): PeakMemory {
  let paths = pathsOf(id, root);
  let peak: number | undefined;
  const look = (): void => {
    const found = paths.find((path) => {
      const bytes = readBytes(path);
      if (bytes !== undefined) peak = Math.max(peak ?? 0, bytes);
      return bytes !== undefined;
    });
    if (found !== undefined) paths = [found];
  };
  const timer = setInterval(look, INTERVAL);
  return {
    read: () => {
      look();
      return peak;
    },
    stop: () => clearInterval(timer),
  };
}

/** Docker's two cgroup drivers (cgroupfs, systemd) on both versions of control groups. */
function pathsOf(id: string, root: string): readonly string[] {
  const groups = [`docker/${id}`, `system.slice/docker-${id}.scope`];
  return groups.flatMap((group) => [
    `${root}/${group}/memory.peak`,
    `${root}/memory/${group}/memory.max_usage_in_bytes`,
  ]);
}

/** Nothing where there is no such file (any more), and while nothing is charged to the group yet. */
function readBytes(path: string): number | undefined {
  try {
    const bytes = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
  } catch {
    return undefined;
  }
}
