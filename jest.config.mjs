import { availableParallelism } from 'node:os';

const isQuick = process.env.IMAGE_SIZE_GATE_ENGINE === 'none';

/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/scripts/jest-environment.mjs',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-transform.mjs' },
  coverageProvider: 'v8',
  testSequencer: '<rootDir>/scripts/jest-sequencer.mjs',
  // The long tests wait for the engine's daemon, others for git: more workers than cores keep the cores busy.
  maxWorkers: availableParallelism() + (isQuick ? 1 : 2),
  // A worker keeps the modules of each file that it ran. Starting git from a process of 2 GB takes 40 ms of the kernel's time, of 200 MB 4 ms. A new worker loads all modules again.
  workerIdleMemoryLimit: '400MB',
  // No test measures time: one that hangs fails, one on a busy machine does not.
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/scripts/jest-reporter.mjs'],
};
