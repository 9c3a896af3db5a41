import { test } from '@jest/globals';

/** A test that computes for half a minute: `npm test -- --quick` reports it as skipped. */
export const longTest = process.env.IMAGE_SIZE_GATE_QUICK ? test.skip : test;
