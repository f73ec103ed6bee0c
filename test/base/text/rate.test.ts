import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rate } from '../../../src/base/text/rate.js';

test('a steady transfer: its speed, and the time that is left', () => {
  const rate = new Rate();
  for (let second = 0; second <= 10; second += 1) rate.report(second * 1_000_000, second * 1000);
  assert.equal(Math.round(rate.speed), 1_000_000);
  assert.equal(Math.round(rate.secondsLeft(10_000_000, 40_000_000, 10_000) ?? -1), 30);
});

test('no estimate in the first second, nor before anything moved', () => {
  const rate = new Rate();
  assert.equal(rate.secondsLeft(0, 100, 0), undefined);
  rate.report(50, 0);
  rate.report(60, 500);
  assert.equal(rate.secondsLeft(60, 100, 999), undefined);
  assert.notEqual(rate.secondsLeft(60, 100, 1000), undefined);
  const still = new Rate();
  still.report(50, 0);
  still.report(50, 2000);
  assert.equal(still.secondsLeft(50, 100, 3000), undefined);
});

test('bytes that a resumed transfer had already are not speed', () => {
  const rate = new Rate();
  rate.report(900, 0);
  rate.report(910, 1000);
  assert.equal(rate.speed, 10);
});

test('many reports at once do not make it jump, and a new transfer starts from nothing', () => {
  const rate = new Rate();
  rate.report(0, 0);
  for (let at = 1; at <= 1000; at += 1) rate.report(at, at);
  assert.ok(Math.abs(rate.speed - 1000) < 50, String(rate.speed));
  rate.report(0, 2000);
  assert.equal(rate.speed, 0);
});
