// Loaded before the product (`node --import`): writes how many processes it started to the file that IMAGE_SIZE_GATE_BENCH_COUNT names.
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';

const file = process.env.IMAGE_SIZE_GATE_BENCH_COUNT;
let started = 0;
subscribe('child_process', () => started++);
if (file !== undefined) process.on('exit', () => writeFileSync(file, String(started)));
