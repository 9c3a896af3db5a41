import { readFileSync } from 'node:fs';

/** The highest memory use seen in a container's control group, in bytes. */
export interface PeakMemory {
  /** The peak so far. Undefined where it could never be read. */
  read(): number | undefined;
  stop(): void;
}

/** Milliseconds between two reads. The figure disappears with the group, as soon as the container has ended. */
const INTERVAL = 10;

/**
 * Watches the peak memory of a container while it runs. The path of a control group contains the container's full id.
 * So a group that is found belongs to this container, and its daemon runs on this machine. For any other daemon there
 * is no figure. The container's use in the last 10 ms of its life may be missing. Source: Linux, admin-guide/cgroup-v2
 * (memory.peak, since 5.19) and cgroup-v1/memory.
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

/** Docker's two cgroup drivers (cgroupfs, systemd) in both versions of control groups. */
function pathsOf(id: string, root: string): readonly string[] {
  const groups = [`docker/${id}`, `system.slice/docker-${id}.scope`];
  return groups.flatMap((group) => [
    `${root}/${group}/memory.peak`,
    `${root}/memory/${group}/memory.max_usage_in_bytes`,
  ]);
}

/** Undefined where the file does not exist (any more), and while nothing is charged to the group yet. */
function readBytes(path: string): number | undefined {
  try {
    const bytes = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
  } catch {
    return undefined;
  }
}
